import type { Transaction } from '../../client';
import { readLocked } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import { firstMilestone } from '../next-step';
import type { NextStep } from '@milepost/contract/operation-workflow';

/** What is needed to start, wake or cancel an operation's workflow. */
export interface Start extends Pick<
  LockedOperation,
  | 'id'
  | 'title'
  | 'kind'
  | 'packageId'
  | 'status'
  | 'requestedBy'
  | 'workflowId'
  | 'runId'
  | 'cancelRequestedBy'
  | 'cancelReason'
> {
  serverName: string;
  /** The milestone that a run begins with, by the rows; null where something else comes first. */
  first: Extract<NextStep, { type: 'run' }> | null;
}

/** @throws DatabaseError operation_not_found */
export async function readStart(db: Transaction, operationId: string): Promise<Start> {
  const operation = await readLocked(db, operationId);
  const { id, title, kind, packageId, status, requestedBy, cancelRequestedBy, cancelReason } = operation;
  return {
    ...{ id, title, kind, packageId, status, requestedBy, cancelRequestedBy, cancelReason },
    ...{ workflowId: operation.workflowId, runId: operation.runId },
    serverName: operation.queue.serverName,
    first: firstMilestone(operation),
  };
}
