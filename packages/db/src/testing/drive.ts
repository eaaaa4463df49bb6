import { randomUUID } from 'node:crypto';
import { transaction } from '../client';
import type { Database } from '../client';
import { beginMilestone } from '../operations/begin-milestone';
import { beginClosing, endOperation } from '../operations/close-operation';
import { finishMilestone } from '../operations/finish-milestone';
import type { MilestoneResult } from '../operations/finish-milestone';
import type { CommandIntent } from '../operations/intend-command';
import { lockOperation } from '../operations/lock-operation';
import { openOperation } from '../operations/open-operation';
import { readNext } from '../operations/read-next';
import { markPrepared } from '../operations/settle-preparation';
import type { Next, OperationOutcome } from '../operations/words';

/** How long a failure waits for a decision, in milliseconds. */
export const WEEK_MS = 7 * 24 * 3_600_000;
export const SPOOL = { id: 'spool-1', bootId: 'boot-1', claims: 0 };

/** What the worker's activities do with an operation's rows, without a server: for tests of what the rows then say. */
export function drive(db: Database, operationId: string) {
  return {
    next: (): Promise<Next> => transaction(db, (tx) => readNext(tx, operationId)),

    open: (): Promise<Next> =>
      transaction(db, async (tx) => {
        const run = { operationId, runId: randomUUID(), cluster: 'cluster/namespace' };
        return (await openOperation(tx, run)).next;
      }),

    prepare: (): Promise<Next> =>
      transaction(db, async (tx) => {
        await markPrepared(tx, await lockOperation(tx, operationId));
        return readNext(tx, operationId);
      }),

    begin: (milestone: number, epoch = 'first'): Promise<CommandIntent> =>
      transaction(db, async (tx) => {
        const begun = await beginMilestone(tx, { operationId, milestone, epoch, spool: SPOOL });
        if (begun.do !== 'run') throw new Error(`Not current: ${JSON.stringify(begun.next)}`);
        return begun.command;
      }),

    /** Begins what comes next and ends it so. */
    async run(result: MilestoneResult): Promise<Next> {
      const next = await this.next();
      if (next.do !== 'run') throw new Error(`Nothing to run: ${JSON.stringify(next)}`);
      const { milestone, epoch } = next;
      const { id: commandId } = await this.begin(milestone, epoch);
      return transaction(db, (tx) =>
        finishMilestone(tx, {
          operationId,
          milestone,
          epoch,
          commandId,
          answer: { kind: result.kind },
          result,
          decideWithinMs: WEEK_MS,
        }),
      );
    },

    close: async (): Promise<OperationOutcome> => {
      await transaction(db, (tx) => beginClosing(tx, { operationId, cancelled: null }));
      return transaction(db, (tx) =>
        endOperation(tx, { operationId, stopped: null, unproven: null, record: null }),
      );
    },

    /** From submitted to completed. */
    async complete(): Promise<OperationOutcome> {
      let next = await this.open();
      if (next.do === 'prepare') next = await this.prepare();
      while (next.do === 'run') next = await this.run({ kind: 'done', applied: 1 });
      return this.close();
    },
  };
}
