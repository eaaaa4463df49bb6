import type { ServerFacts } from '../contract/facts';
import type { InstallationStatus, OperationKind } from '../contract/statuses';
import type { PackageDefinition } from './define-package';
import { supports } from './supports';

/** `supports`: null where it was judged before, and is not known any more. */
type Guarded = Pick<PackageDefinition, 'id' | 'title' | 'requires' | 'conflicts'> & {
  supports: readonly string[] | null;
};

export interface Situation {
  kind: OperationKind;
  definition: Guarded;
  /** Null: never read. */
  facts: ServerFacts | null;
  /** What stands on the server, the package itself left out. */
  installed: { packageId: string; status: InstallationStatus }[];
  /** Every package there is, by id. */
  find: (packageId: string) => Guarded | undefined;
}

/**
 * What is against an operation, in a sentence for people; null when nothing is. What counts is judged while the lane is
 * held; the same is told earlier, in the plan's preview and at the button.
 */
export function against(situation: Situation): string | null {
  switch (situation.kind) {
    case 'install':
    case 'update':
      return unsupported(situation) ?? conflicting(situation) ?? missing(situation);
    case 'uninstall':
      return needed(situation);
  }
}

function unsupported({ definition: { title, supports: systems }, facts }: Situation): string | null {
  if (systems === null) return null;
  if (!facts) return 'What runs on this server is not known: join it again.';
  const answer = supports({ title, supports: systems }, facts);
  return answer === true ? null : answer;
}

function conflicting(situation: Situation): string | null {
  const { definition, installed, find } = situation;
  const other = installed.find(
    ({ packageId, status }) =>
      hasBegun(status) &&
      (definition.conflicts.includes(packageId) || find(packageId)?.conflicts.includes(definition.id)),
  );
  if (!other) return null;
  return `${definition.title} cannot stand beside ${title(situation, other.packageId)}: uninstall that first.`;
}

function missing(situation: Situation): string | null {
  const { definition, installed } = situation;
  const absent = definition.requires.find(
    (required) => !installed.some(({ packageId, status }) => packageId === required && isThere(status)),
  );
  return absent ? `${definition.title} needs ${title(situation, absent)}: install that first.` : null;
}

function needed(situation: Situation): string | null {
  const { definition, installed, find } = situation;
  const dependent = installed.find(
    ({ packageId, status }) => hasBegun(status) && find(packageId)?.requires.includes(definition.id),
  );
  if (!dependent) return null;
  return `${title(situation, dependent.packageId)} depends on ${definition.title}: uninstall that first.`;
}

const title = ({ find }: Situation, packageId: string): string => find(packageId)?.title ?? packageId;

/** Something of it may be on the server; what is pending waits for the lane. */
const hasBegun = (status: InstallationStatus): boolean => status !== 'pending';

const isThere = (status: InstallationStatus): boolean =>
  status === 'active' || status === 'updating' || status === 'stopped';
