import { setTimeout as sleep } from 'node:timers/promises';
import { beat, pruneWorkers, stopWorker } from '@milepost/db/workers/beat';
import { createLostWatch } from '@milepost/db/workers/lost-watch';
import type { Dependencies } from './startup/dependencies';

const EVERY_MS = 500;
/** A statement on a dead connection must not hold up the next beat, which gets another one. */
const TIMEOUT_MS = 1_500;

/**
 * Records twice a second that this worker is alive, and marks others as lost, until `signal` is aborted; then that it
 * stopped. Never throws: PostgreSQL may come and go.
 */
export async function runWorkerHeartbeat(
  { db, workerId, log, publishOperation }: Pick<Dependencies, 'db' | 'workerId' | 'log' | 'publishOperation'>,
  signal: AbortSignal,
): Promise<void> {
  const lost = createLostWatch();
  const withTimeout = (work: Promise<unknown>): Promise<unknown> =>
    Promise.race([work, sleep(TIMEOUT_MS, undefined, { ref: false })]).catch((error: unknown) =>
      log.debug({ reason: String(error) }, 'A sign of life could not be written'),
    );
  const heartbeat = async (): Promise<void> => {
    await beat(db, workerId);
    for (const operationId of await lost.check(db)) publishOperation(operationId);
  };
  await withTimeout(pruneWorkers(db));
  while (!signal.aborted) {
    await withTimeout(heartbeat());
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await withTimeout(stopWorker(db, workerId));
}
