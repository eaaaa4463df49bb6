import { sql } from 'kysely';
import type { Transaction } from '../../client';
import { json } from '../../kysely/expressions';
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
  const operation = db.kysely.updateTable('operations').where('id', '=', operationId);
  const changed = await (
    stuck
      ? operation.set({ notice: json(notice) }).where('notice', 'is', null)
      : operation.set({ notice: null }).where(sql`notice ->> 'for'`, '=', WAITING_FOR)
  ).executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}
