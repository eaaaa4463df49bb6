import { transaction } from '../client';
import type { Database } from '../client';
import { requestCancel } from '../operations/control/request-cancel';
import { resumeInterrupted, markInterrupted } from '../operations/lifecycle/interruption';
import { pauseOperation } from '../operations/control/pause-operation';
import type { RunningOperation } from './operation-fixtures';

export interface ConcurrentChange {
  name: string;
  apply: (work: RunningOperation) => Promise<unknown>;
  /** What is then to be done. */
  next: object;
}

/** What may happen to an operation between the reading of its rows, its first milestone being next, and the writing of what comes of it. */
export function concurrentChanges(db: Database): ConcurrentChange[] {
  const interrupt = async ({ operationId }: RunningOperation): Promise<void> => {
    const { runId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
    await transaction(db, (tx) => markInterrupted(tx, { operationId, runId: runId ?? '' }));
  };
  return [
    {
      name: 'a pause',
      apply: ({ operationId }) =>
        transaction(db, (tx) => pauseOperation(tx, { operationId, by: 'ada', resumeAt: null })),
      next: { type: 'wait', status: 'paused' },
    },
    {
      name: 'a cancellation',
      apply: ({ operationId }) =>
        transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null })),
      next: { type: 'wait', status: 'canceling' },
    },
    {
      name: 'another attempt key',
      apply: ({ operationId: id }) => db.operation.update({ where: { id }, data: { attemptKey: 'second' } }),
      next: { type: 'run', milestone: 1, attemptKey: 'second' },
    },
    {
      name: 'a need to prepare it anew',
      apply: ({ operationId: id }) => db.operation.update({ where: { id }, data: { prepared: false } }),
      next: { type: 'prepare' },
    },
    // Its status, attempt key and fence stay, but its queue is released.
    { name: 'an interruption', apply: interrupt, next: { type: 'wait', status: 'running' } },
    {
      name: 'an interruption after which it goes on',
      apply: async (work) => {
        await interrupt(work);
        await transaction(db, (tx) => resumeInterrupted(tx, { operationId: work.operationId, by: 'ada' }));
      },
      next: { type: 'prepare' },
    },
    {
      name: 'the end of the milestone by another attempt',
      apply: ({ driven }) => driven.run({ kind: 'done', applied: 1 }),
      next: { type: 'run', milestone: 2 },
    },
  ];
}
