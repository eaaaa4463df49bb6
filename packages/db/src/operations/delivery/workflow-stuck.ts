import type { Transaction } from '../../client';
import type { RecordedNotice } from '@milepost/contract/operation-notice';

/** What the operation waits for. */
const WAITING_FOR =
  'a worker of the version that this operation was begun with: update the workers to the newest version';

/**
 * Shows that no running worker can continue the operation's workflow, unless another notice is shown; or removes that notice.
 * Returns whether something changed.
 */
export async function setWorkflowStuck(
  db: Transaction,
  { operationId, stuck }: { operationId: string; stuck: boolean },
): Promise<boolean> {
  const notice: RecordedNotice = { kind: 'waiting', for: WAITING_FOR, since: new Date().toISOString() };
  const changed = stuck
    ? await db.$executeRaw`
        update operations set notice = ${JSON.stringify(notice)}::jsonb where id = ${operationId} and notice is null`
    : await db.$executeRaw`
        update operations set notice = null where id = ${operationId} and notice ->> 'for' = ${WAITING_FOR}`;
  return changed > 0;
}
