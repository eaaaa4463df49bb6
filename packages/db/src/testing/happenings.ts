import { transaction } from '../client';
import type { Database } from '../client';
import { askCancel } from '../operations/ask-cancel';
import { goOn, markInterrupted } from '../operations/interruption';
import { pauseOperation } from '../operations/pause-operation';
import type { AtWork } from './at-work';

export interface Happening {
  what: string;
  happens: (work: AtWork) => Promise<unknown>;
  /** What is then to be done. */
  next: object;
}

/** What may happen to an operation between the reading of its rows, its first milestone being next, and the writing of what comes of it. */
export function happeningsOf(db: Database): Happening[] {
  const interrupt = async ({ operationId }: AtWork): Promise<void> => {
    const { runId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
    await transaction(db, (tx) => markInterrupted(tx, { operationId, runId: runId ?? '' }));
  };
  return [
    {
      what: 'a pause',
      happens: ({ operationId }) =>
        transaction(db, (tx) => pauseOperation(tx, { operationId, by: 'ada', resumeAt: null })),
      next: { do: 'wait', status: 'paused' },
    },
    {
      what: 'a cancellation',
      happens: ({ operationId }) =>
        transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null })),
      next: { do: 'wait', status: 'cancelling' },
    },
    {
      what: 'another epoch',
      happens: ({ operationId: id }) => db.operation.update({ where: { id }, data: { epoch: 'second' } }),
      next: { do: 'run', milestone: 1, epoch: 'second' },
    },
    {
      what: 'a need to prepare it anew',
      happens: ({ operationId: id }) => db.operation.update({ where: { id }, data: { prepared: false } }),
      next: { do: 'prepare' },
    },
    // Its status, epoch and fence stay, but its lane is lent to others.
    { what: 'an interruption', happens: interrupt, next: { do: 'wait', status: 'running' } },
    {
      what: 'an interruption after which it goes on',
      happens: async (work) => {
        await interrupt(work);
        await transaction(db, (tx) => goOn(tx, { operationId: work.operationId, by: 'ada' }));
      },
      next: { do: 'prepare' },
    },
    {
      what: 'the end of the milestone by another attempt',
      happens: ({ driven }) => driven.run({ kind: 'done', applied: 1 }),
      next: { do: 'run', milestone: 2 },
    },
  ];
}
