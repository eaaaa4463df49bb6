import { ENDED_STATUSES } from '../ended';
import type { Transaction } from '../../client';
import type { OperationStatus } from '@milepost/contract/statuses';

export interface BlockingOperation {
  operationId: string;
  title: string;
  /** What it does, and what to do about it. */
  sentence: string;
  /** It waits for a decision: a clean-up may close it. */
  awaitsDecision: boolean;
}

/** The open operation on a package of a server, which blocks any other one; null where there is none. */
export async function findBlockingOperation(
  db: Transaction,
  { serverId, packageId }: { serverId: string; packageId: string },
): Promise<BlockingOperation | null> {
  const open = await db.kysely
    .selectFrom('operations')
    .select(['id', 'title', 'status', 'outcome'])
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .where('status', 'not in', ENDED_STATUSES)
    .executeTakeFirst();
  if (!open) return null;
  const { id: operationId, title, status, outcome } = open;
  const sentence = `“${title}” ${outcome === null ? remedy(status) : 'is being closed: try again in a moment'}.`;
  return { operationId, title, sentence, awaitsDecision: status === 'awaiting_decision' && outcome === null };
}

function remedy(status: OperationStatus): string {
  switch (status) {
    case 'awaiting_decision':
      return 'failed and waits for a decision: decide on its page, or delete the installation, which gives it up';
    case 'paused':
    case 'pausing':
      return 'is paused: resume it and wait for it, or cancel it';
    case 'canceling':
      return 'is being canceled: wait until it has ended';
    case 'queued':
    case 'running':
    case 'completed':
    case 'failed':
    case 'canceled':
      return 'is not finished yet: wait for it, or cancel it';
  }
}
