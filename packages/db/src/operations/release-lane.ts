import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { unblock } from './lanes';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';

/**
 * A person has looked: nothing of what blocks the lane runs on the server. Answers with the operation it was about.
 *
 * @throws DatabaseError not_now
 */
export async function releaseLane(
  tx: Transaction,
  { laneId, by }: { laneId: string; by: string },
): Promise<string> {
  const [lane] = await tx.$queryRaw<{ blockedBy: string | null }[]>`
    select blocked_by as "blockedBy" from lanes where id = ${laneId}`;
  if (!lane?.blockedBy)
    throw new DatabaseError('not_now', 'Nothing blocks this server.', { serverId: laneId });
  const operation = await lockOperation(tx, lane.blockedBy);
  await proveEnded(tx, { operation, by, sentence: 'Somebody has looked: nothing of it runs on the server' });
  return operation.id;
}

interface Proof {
  operation: LockedOperation;
  /** Null: it was proven on the server. */
  by: string | null;
  sentence: string;
}

/** Nothing of the operation runs on its server any more: the lane is free of it. The operation is locked. */
export async function proveEnded(tx: Transaction, { operation, by, sentence }: Proof): Promise<void> {
  const { id: operationId, serverId: laneId, fence } = operation;
  if (!(await unblock(tx, { laneId, operationId }))) return;
  await appendEvent(tx, { operationId, key: `proven-${fence}`, type: 'proven', data: { by, sentence } });
  await tx.$executeRaw`update operations set fence = fence + 1 where id = ${operationId}`;
}
