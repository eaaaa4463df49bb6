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
}

export interface PreconditionContext {
  /** The operation. */
  kind: string;
  definition: PackageGuards;
  /** The installation; null or left out before there is one. */
  installationId?: string | null;
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

/** What would lose something that it requires and that no other installation provides. */
function dependentPackage(context: PreconditionContext): PreconditionProblem | null {
  const { definition, installed, findPackage } = context;
  const dependent = installed.find(({ packageId, status, parentId = null }) => {
    const guards = findPackage(packageId);
    if (parentId !== null && context.installationId && guards?.id !== definition.id)
      return mayBePresent(status) && parentId === context.installationId && !endsWithParent(guards);
    return (
      mayBePresent(status) &&
      guards &&
      requirementsOf(guards).some(
        (required) =>
          !required.optional &&
          !required.endsWithRequired &&
          satisfies(context, definition.id, required) &&
          !installed.some(
            (other) => isInstalled(other.status) && satisfies(context, other.packageId, required),
          ),
      )
    );
  });
  if (!dependent) return null;
  return {
    ...{ code: 'required_by_other', package: definition.title },
    dependent: dependent.title ?? title(context, dependent.packageId),
  };
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
