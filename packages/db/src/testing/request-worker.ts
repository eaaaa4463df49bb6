import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../client';
import { applyRequests } from '../requests/apply-requests';
import type { AppliedRequest } from '../requests/apply-requests';

const EVERY_MS = 3;

/** Carries out the requests of people as a worker does, until it is stopped: for tests of what asks for them. */
export function startRequestWorker(
  db: Database,
  onApplied: (applied: AppliedRequest) => void = () => undefined,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await applyRequests(db, onApplied).catch(() => undefined); // the database of the test may be away
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
