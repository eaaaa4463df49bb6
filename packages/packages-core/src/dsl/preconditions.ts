import type { PreconditionProblem } from '@milepost/contract/errors/precondition-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import type { PlannedRequirement } from '@milepost/contract/plan';
import type { InstallationStatus } from '@milepost/contract/statuses';
import { listenConflict } from './package/listen';
import type { Listen } from './package/listen';
import { unsupported } from './supports';

/** What of a definition counts, or of what a plan kept of it. */
interface PackageGuards {
  id: string;
  title: string;
  /** Null where it was checked before, and is not known any more. */
  supports: readonly string[] | null;
  /** Left out of plans from before there were requirements: `requires` has the IDs of packages then. */
  requirements?: readonly PlannedRequirement[];
  requires?: readonly string[];
  conflicts: readonly string[];
  provides?: readonly string[];
}

interface OtherInstallation {
  packageId: string;
  /** "PHP 8.4"; that of its package when left out. */
  title?: string | null;
  /** What it lives in. */
  parentId?: string | null;
  status: InstallationStatus;
  /** What it listens on, by its stored input. Unknown when left out. */
  listens?: readonly Listen[];
  /** Whole files that it writes. Unknown when left out. */
  ownedPaths?: readonly string[];
  /** IDs of the installations that its stored input chooses. Unknown when left out. */
  chosen?: readonly string[];
}

export interface PreconditionContext {
  /** The operation. */
  kind: string;
  definition: PackageGuards;
  /** The installation; null or left out before there is one. */
  installationId?: string | null;
  /** What people call it: "PHP 8.4"; that of its package when left out. */
  title?: string | null;
  /** Null: never read. */
  facts: ServerFacts | null;
  /** What is on the server, the installation itself left out. */
  installed: readonly OtherInstallation[];
  /** What this installation would listen on, with the input that is asked for. */
  listens?: readonly Listen[];
  /** Whole files that it would write. */
  owns?: readonly string[];
  /** Every package there is, by id. */
  findPackage: (packageId: string) => PackageGuards | undefined;
}

/**
 * What prevents an operation; null when nothing does. What counts is checked while the queue is held; the same is shown earlier, in the
 * plan's preview and at the button. Operations other than install and uninstall need what the package requires, too.
 */
export function checkPreconditions(context: PreconditionContext): PreconditionProblem | null {
  switch (context.kind) {
    case 'install':
    case 'update':
      return (
        unsupportedSystem(context) ??
        conflictingPackage(context) ??
        conflictingListener(context) ??
        conflictingPath(context) ??
        missingRequirement(context)
      );
    case 'uninstall':
      return dependentPackage(context);
    default:
      return missingRequirement(context);
  }
}

function unsupportedSystem({
  definition: { title, supports: systems },
  facts,
}: PreconditionContext): PreconditionProblem | null {
  if (systems === null) return null;
  return facts ? unsupported({ title, supports: systems }, facts) : { code: 'facts_unknown' };
}

function conflictingPackage(context: PreconditionContext): PreconditionProblem | null {
  const { definition, installed, findPackage } = context;
  const other = installed.find(({ packageId, status }) => {
    const guards = findPackage(packageId);
    const excludes = (conflicts: readonly string[] | undefined, names: readonly string[]) =>
      conflicts?.some((name) => names.includes(name));
    return (
      mayBePresent(status) &&
      (excludes(definition.conflicts, [packageId, ...(guards?.provides ?? [])]) ||
        excludes(guards?.conflicts, [definition.id, ...(definition.provides ?? [])]))
    );
  });
  if (!other) return null;
  return { code: 'package_conflict', package: definition.title, other: title(context, other.packageId) };
}

function conflictingListener(context: PreconditionContext): PreconditionProblem | null {
  const { definition, installed, listens = [] } = context;
  for (const { packageId, status, listens: others = [] } of installed) {
    const address = mayBePresent(status) ? listenConflict(listens, others) : null;
    if (address !== null)
      return {
        ...{ code: 'port_conflict', package: definition.title },
        ...{ other: title(context, packageId), address },
      };
  }
  return null;
}

/** A file that belongs to another installation, whatever has become of that: it is what an uninstall of it would remove. */
function conflictingPath(context: PreconditionContext): PreconditionProblem | null {
  const { definition, installed, owns = [] } = context;
  for (const other of installed) {
    const path = owns.find((each) => other.ownedPaths?.includes(each));
    if (path !== undefined)
      return {
        ...{ code: 'path_conflict', package: definition.title, path },
        other: other.title ?? title(context, other.packageId),
      };
  }
  return null;
}

function missingRequirement(context: PreconditionContext): PreconditionProblem | null {
  const { definition, installed } = context;
  const missing = requirementsOf(definition).find(
    (required) =>
      !required.optional &&
      !installed.some(
        ({ packageId, status }) => isInstalled(status) && satisfies(context, packageId, required),
      ),
  );
  if (!missing) return null;
  const titles = missing.packageIds.map((id) => title(context, id));
  const requirement = missing.capability ?? titles.join(' or ');
  return { code: 'requirement_missing', package: definition.title, requirement };
}

/** What prevents an uninstall because it needs what would be gone. */
function dependentPackage(context: PreconditionContext): PreconditionProblem | null {
  const { definition } = context;
  const dependents = dependentInstallations(context);
  const titles = dependents.map((each) => each.title ?? title(context, each.packageId));
  const [dependent] = titles;
  if (dependent === undefined) return null;
  const own = context.title ?? definition.title;
  return dependents.every((each) => livesIn(context, each))
    ? { code: 'has_children', package: own, children: titles }
    : { code: 'required_by_other', package: own, dependent };
}

/**
 * What an uninstall would leave without something that it needs, by title: the children of the installation, else what chose it or
 * requires what nothing else provides. Nothing of another operation.
 */
export function dependentInstallations<T extends OtherInstallation>(
  context: PreconditionContext & { installed: readonly T[] },
): T[] {
  if (context.kind !== 'uninstall') return [];
  const installed: readonly T[] = context.installed;
  const present = installed.filter(({ status }) => mayBePresent(status));
  const children = present.filter(
    (each) => livesIn(context, each) && !endsWithParent(context.findPackage(each.packageId)),
  );
  const dependents =
    children.length > 0
      ? children
      : present.filter((each) => chose(context, each) || requires(context, each));
  const titleOf = (each: T) => each.title ?? title(context, each.packageId);
  return dependents.sort((a, b) => titleOf(a).localeCompare(titleOf(b), 'en', { numeric: true }));
}

const livesIn = ({ installationId }: PreconditionContext, { parentId }: OtherInstallation): boolean =>
  parentId !== null && parentId !== undefined && parentId === installationId;

const chose = ({ installationId }: PreconditionContext, { chosen }: OtherInstallation): boolean =>
  typeof installationId === 'string' && chosen?.includes(installationId) === true;

/** It requires what this package is or provides, and nothing else on the server is or provides it. */
function requires(context: PreconditionContext, { packageId, parentId = null }: OtherInstallation): boolean {
  const { definition, installed, findPackage } = context;
  const guards = findPackage(packageId);
  // What lives in an installation is about that one alone.
  if (!guards || (parentId !== null && context.installationId && guards.id !== definition.id)) return false;
  return requirementsOf(guards).some(
    (required) =>
      !required.optional &&
      !required.endsWithRequired &&
      satisfies(context, definition.id, required) &&
      !installed.some((other) => isInstalled(other.status) && satisfies(context, other.packageId, required)),
  );
}

const endsWithParent = (guards: PackageGuards | undefined): boolean =>
  guards !== undefined && requirementsOf(guards).some(({ endsWithRequired }) => endsWithRequired === true);

function satisfies(
  { definition, findPackage }: PreconditionContext,
  packageId: string,
  { packageIds, capability }: PlannedRequirement,
): boolean {
  if (capability === null) return packageIds.includes(packageId);
  const guards = packageId === definition.id ? definition : findPackage(packageId);
  return guards?.provides?.includes(capability) ?? false;
}

function requirementsOf({ requirements, requires = [] }: PackageGuards): readonly PlannedRequirement[] {
  const one = (id: string) => ({ role: id, packageIds: [id], capability: null, optional: false });
  return requirements ?? requires.map(one);
}

const title = ({ findPackage }: PreconditionContext, packageId: string): string =>
  findPackage(packageId)?.title ?? packageId;

/** Something of it may be on the server. What is pending waits for the queue; a rebuilt server most likely has nothing of it. */
const mayBePresent = (status: InstallationStatus): boolean => status !== 'pending' && status !== 'unknown';

const isInstalled = (status: InstallationStatus): boolean => status === 'active' || status === 'updating';
