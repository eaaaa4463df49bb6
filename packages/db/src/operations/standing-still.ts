import type { Transaction } from '../client';
import type { Notice } from './record-run';

/** What is shown of it: whose turn it is. */
const FOR =
  'a worker of the version that this operation was begun with: update the workers to the newest version';

/**
 * Shows that no worker that runs can carry the operation's workflow on, unless something else is shown, or that one can again.
 * Answers whether that is news.
 */
export async function setStandingStill(
  db: Transaction,
  { operationId, stands }: { operationId: string; stands: boolean },
): Promise<boolean> {
  const notice: Notice = { kind: 'waiting', for: FOR, since: new Date().toISOString() };
  const changed = stands
    ? await db.$executeRaw`
        update operations set notice = ${JSON.stringify(notice)}::jsonb where id = ${operationId} and notice is null`
    : await db.$executeRaw`
        update operations set notice = null where id = ${operationId} and notice ->> 'for' = ${FOR}`;
  return changed > 0;
}
