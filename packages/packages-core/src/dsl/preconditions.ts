import type { PreconditionProblem } from '@milepost/contract/errors/precondition-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { InstallationStatus } from '@milepost/contract/statuses';
import type { PackageDefinition } from './define-package';
import { unsupported } from './supports';

/** `supports`: null where it was judged before, and is not known any more. */
type PackageGuards = Pick<PackageDefinition, 'id' | 'title' | 'requires' | 'conflicts'> & {
  supports: readonly string[] | null;
};

export interface PreconditionContext {
  kind: OperationKind;
  definition: PackageGuards;
  /** Null: never read. */
  facts: ServerFacts | null;
  /** What stands on the server, the package itself left out. */
  installed: { packageId: string; status: InstallationStatus }[];
  /** Every package there is, by id. */
  findPackage: (packageId: string) => PackageGuards | undefined;
}

/**
 * What is against an operation; null when nothing is. What counts is judged while the queue is
 * held; the same is shown earlier, in the plan's preview and at the button.
 */
export function checkPreconditions(situation: PreconditionContext): PreconditionProblem | null {
  switch (situation.kind) {
    case 'install':
    case 'update':
      return unsupportedSystem(situation) ?? conflictingPackage(situation) ?? missingDependency(situation);
    case 'uninstall':
      return dependentPackage(situation);
    default:
      return null;
  }
}

function unsupportedSystem({
  definition: { title, supports: systems },
  facts,
}: PreconditionContext): PreconditionProblem | null {
  if (systems === null) return null;
  return facts ? unsupported({ title, supports: systems }, facts) : { code: 'facts_unknown' };
}

function conflictingPackage(situation: PreconditionContext): PreconditionProblem | null {
  const { definition, installed, findPackage } = situation;
  const other = installed.find(
    ({ packageId, status }) =>
      mayBePresent(status) &&
      (definition.conflicts.includes(packageId) || findPackage(packageId)?.conflicts.includes(definition.id)),
  );
  if (!other) return null;
  return { code: 'package_conflict', package: definition.title, other: title(situation, other.packageId) };
}

function missingDependency(situation: PreconditionContext): PreconditionProblem | null {
  const { definition, installed } = situation;
  const absent = definition.requires.find(
    (required) => !installed.some(({ packageId, status }) => packageId === required && isInstalled(status)),
  );
  if (!absent) return null;
  return { code: 'requirement_missing', package: definition.title, requirement: title(situation, absent) };
}

function dependentPackage(situation: PreconditionContext): PreconditionProblem | null {
  const { definition, installed, findPackage } = situation;
  const dependent = installed.find(
    ({ packageId, status }) =>
      mayBePresent(status) && findPackage(packageId)?.requires.includes(definition.id),
  );
  if (!dependent) return null;
  return {
    ...{ code: 'required_by_other', package: definition.title },
    dependent: title(situation, dependent.packageId),
  };
}

const title = ({ findPackage }: PreconditionContext, packageId: string): string =>
  findPackage(packageId)?.title ?? packageId;

/** Something of it may be on the server. What is pending waits for the queue; a rebuilt server most likely has nothing of it. */
const mayBePresent = (status: InstallationStatus): boolean => status !== 'pending' && status !== 'unknown';

const isInstalled = (status: InstallationStatus): boolean => status === 'active' || status === 'updating';
