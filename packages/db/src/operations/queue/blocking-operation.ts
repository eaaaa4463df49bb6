import type { OpenOperation } from '@milepost/contract/errors/database-problem';
import { ENDED_STATUSES } from '../ended';
import type { Transaction } from '../../client';

export interface BlockingOperation extends OpenOperation {
  operationId: string;
}

/** The open operation on an installation, which blocks any other one; null where there is none. */
export async function findBlockingOperation(
  db: Transaction,
  installationId: string,
): Promise<BlockingOperation | null> {
  const open = await db.kysely
    .selectFrom('operations')
    .select(['id as operationId', 'title', 'status', 'outcome'])
    .where('installationId', '=', installationId)
    .where('status', 'not in', ENDED_STATUSES)
    .executeTakeFirst();
  return open ?? null;
}
