import type { Transaction } from '../client';
import { readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { beginsWith } from './next-of';

/** What Temporal is told of an operation. */
export interface Start extends LockedOperation {
  serverName: string;
  /** The milestone that a run begins with, as the rows stand; null where something else comes first. */
  begins: string | null;
}

/** @throws DatabaseError operation_not_found */
export async function readStart(db: Transaction, operationId: string): Promise<Start> {
  const operation = await readLocked(db, operationId);
  return { ...operation, serverName: operation.lane.serverName, begins: beginsWith(operation) };
}
