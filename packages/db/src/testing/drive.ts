import { randomUUID } from 'node:crypto';
import { transaction } from '../client';
import type { Database } from '../client';
import { beginMilestone } from '../operations/milestones/begin-milestone';
import { prepareClose, finalizeOperation } from '../operations/lifecycle/close-operation';
import { finishMilestone } from '../operations/milestones/finish-milestone';
import type { MilestoneResult } from '../operations/milestones/milestone-result';
import type { CommandIntent } from '../operations/milestones/record-intent';
import { lockOperation } from '../operations/lock-operation';
import { readNextStep } from '../operations/read-next-step';
import { startRun } from '../operations/lifecycle/start-run';
import { markPrepared } from '../operations/lifecycle/finish-preparation';
import type { NextStep } from '@milepost/contract/operation-workflow';
import type { OperationOutcome } from '@milepost/contract/statuses';

/** How long a failure waits for a decision, in milliseconds. */
export const WEEK_MS = 7 * 24 * 3_600_000;
/** Of a worker that is in no row. */
export const WORKER = 'worker-1';
export const SPOOL = { id: 'spool-1', bootId: 'boot-1', claims: 0 };

/** What the worker's activities do with an operation's rows, without a server: for tests of what the rows then say. */
export function drive(db: Database, operationId: string) {
  return {
    next: (): Promise<NextStep> => transaction(db, (tx) => readNextStep(tx, operationId)),

    open: (): Promise<NextStep> =>
      transaction(db, async (tx) => {
        const run = { operationId, runId: randomUUID(), cluster: 'cluster/namespace', workerId: WORKER };
        return (await startRun(tx, run)).next;
      }),

    prepare: (): Promise<NextStep> =>
      transaction(db, async (tx) => {
        await markPrepared(tx, await lockOperation(tx, operationId));
        return readNextStep(tx, operationId);
      }),

    begin: (milestone: number, attemptKey = 'first'): Promise<CommandIntent> =>
      transaction(db, async (tx) => {
        const begun = await beginMilestone(tx, {
          ...{ operationId, milestone, attemptKey },
          ...{ spool: SPOOL, workerId: WORKER },
        });
        if (begun.type !== 'run') throw new Error(`Not current: ${JSON.stringify(begun.next)}`);
        return begun.command;
      }),

    /** Begins what comes next and ends it so. */
    async run(result: MilestoneResult): Promise<NextStep> {
      const next = await this.next();
      if (next.type !== 'run') throw new Error(`Nothing to run: ${JSON.stringify(next)}`);
      const { milestone, attemptKey } = next;
      const { id: commandId } = await this.begin(milestone, attemptKey);
      return transaction(db, (tx) =>
        finishMilestone(tx, {
          operationId,
          milestone,
          attemptKey,
          commandId,
          answer: { kind: result.kind },
          result,
          decisionTimeoutMs: WEEK_MS,
        }),
      );
    },

    /** `leftovers`: what the worker saw on the server; null where it has not looked. `version`: that it found installed. */
    close: async (
      leftovers: string[] | null = null,
      version: string | null = null,
    ): Promise<OperationOutcome> => {
      await transaction(db, (tx) => prepareClose(tx, { operationId, canceled: null }));
      return transaction(db, (tx) =>
        finalizeOperation(tx, {
          operationId,
          stopped: null,
          unverifiedCommand: null,
          record: version === null ? null : { version, configuration: {} },
          leftovers,
        }),
      );
    },

    /** From submitted to completed. */
    async complete({ version = null }: { version?: string | null } = {}): Promise<OperationOutcome> {
      let next = await this.open();
      if (next.type === 'prepare') next = await this.prepare();
      while (next.type === 'run') next = await this.run({ kind: 'done', applied: 1 });
      return this.close(null, version);
    },
  };
}
