import type { Transaction } from '../client';
import { readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { beginsWith } from './next-of';

/** What whoever starts, wakes or cancels an operation's workflow has to know of it. */
export interface Start extends Pick<
  LockedOperation,
  | 'id'
  | 'title'
  | 'kind'
  | 'packageId'
  | 'status'
  | 'requestedBy'
  | 'runId'
  | 'cancelAskedBy'
  | 'cancelReason'
> {
  serverName: string;
  /** The milestone that a run begins with, as the rows stand; null where something else comes first. */
  begins: string | null;
}

/** @throws DatabaseError operation_not_found */
export async function readStart(db: Transaction, operationId: string): Promise<Start> {
  const operation = await readLocked(db, operationId);
  const { id, title, kind, packageId, status, requestedBy, runId, cancelAskedBy, cancelReason } = operation;
  return {
    ...{ id, title, kind, packageId, status, requestedBy, runId, cancelAskedBy, cancelReason },
    serverName: operation.lane.serverName,
    begins: beginsWith(operation),
  };
}
