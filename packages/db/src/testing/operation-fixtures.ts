import { freeText } from '@milepost/contract/free-text';
import type { Database } from '../client';
import { readEvents } from '../operations/events/read-events';
import { drive } from './drive';
import { insertServer, submission, submitted } from './rows';

export type RunningOperation = Awaited<ReturnType<ReturnType<typeof operationFixtures>['runningOperation']>>;

/** Operations on the way, and what tests read of them. */
export function operationFixtures(db: Database) {
  /** One whose first milestone is next; `other` differs from the usual submission. */
  async function runningOperation(other = {}) {
    const serverId = await insertServer(db);
    const operationId = await submitted(db, submission(serverId, other));
    const driven = drive(db, operationId);
    await driven.open();
    await driven.prepare();
    return { serverId, operationId, driven };
  }

  return {
    runningOperation,
    /** One that has failed at its second milestone. */
    failed: async () => {
      const work = await runningOperation();
      await work.driven.run({ kind: 'done', applied: 2 });
      await work.driven.run({
        kind: 'failed',
        failure: freeText('nginx -t said no.'),
        state: 1,
        phase: 'verify',
        exitCode: 1,
      });
      await work.driven.close();
      return work;
    },
    row: (id: string) => db.operation.findUniqueOrThrow({ where: { id } }),
    milestone: (operationId: string, n: number) =>
      db.milestone.findUniqueOrThrow({ where: { operationId_n: { operationId, n } } }),
    /** The types of its events, in order. */
    eventTypes: async (operationId: string): Promise<string[]> =>
      (await readEvents(db, { operationId, after: 0 })).map(({ type }) => type),
  };
}
