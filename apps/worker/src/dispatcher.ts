import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import { claimDeliveries, markSent } from '@milepost/db/operations/outbox';
import type { Delivery as Claimed } from '@milepost/db/operations/outbox';
import { readStart } from '@milepost/db/operations/read-start';
import type { Failpoint } from './failpoint';
import type { Logger } from './log';
import { deliver } from './temporal/deliver';

export interface Dispatcher {
  /** Something was committed: look now instead of at the next poll. */
  kick(): void;
  /** Delivers until `signal` is aborted. Never throws: PostgreSQL and Temporal may come and go. */
  run(signal: AbortSignal): Promise<void>;
}

interface Dependencies {
  db: Database;
  engine: Client;
  log: Logger;
  consoleUrl: string;
  failpoint: Failpoint;
}

const POLL_MS = 250;
const RETRY_AFTER_MS = 2_000; // a request to Temporal takes no longer
const LIMIT = 20;

/** Carries the outbox to Temporal: claims before it sends, at least once, in any number of processes. */
export function createDispatcher(dependencies: Dependencies): Dispatcher {
  const { db, log } = dependencies;
  let wake: () => void = () => undefined;
  let kicked = false;

  /** Answers whether there may be more. */
  async function round(): Promise<boolean> {
    const claimed = await claimDeliveries(db, { limit: LIMIT, retryAfterMs: RETRY_AFTER_MS });
    const told = await Promise.all(claimed.map((delivery) => send(dependencies, delivery)));
    return claimed.length === LIMIT && told.some(Boolean);
  }

  return {
    kick() {
      kicked = true;
      wake();
    },
    async run(signal) {
      while (!signal.aborted) {
        kicked = false;
        const more = await round().catch((error: unknown) => {
          log.warn({ reason: String(error) }, 'The outbox cannot be read; trying again');
          return false;
        });
        if (more || kicked) continue;
        const kick = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([kick, sleep(POLL_MS, undefined, { signal }).catch(() => undefined)]);
      }
    },
  };
}

/** What could not be sent stays claimed, and is claimed again later. Answers whether it was delivered. */
async function send(dependencies: Dependencies, claimed: Claimed): Promise<boolean> {
  const { db, engine, log, consoleUrl, failpoint } = dependencies;
  const { id, kind, operationId } = claimed;
  try {
    const operation = await readStart(db, operationId);
    if ((await deliver(engine, { id, kind, operation }, consoleUrl)) === 'later') return false;
    failpoint('delivered');
    await markSent(db, id);
    return true;
  } catch (error) {
    log.warn({ operationId, kind, reason: String(error) }, 'Temporal could not be told; trying again');
    return false;
  }
}
