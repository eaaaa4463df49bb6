import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import { claimDeliveries, markSent } from '@milepost/db/operations/delivery/outbox';
import type { Delivery as Claimed } from '@milepost/db/operations/delivery/outbox';
import { readStart } from '@milepost/db/operations/lifecycle/read-start';
import type { Failpoint } from './failpoint';
import type { Logger } from './startup/log';
import { deliver } from './temporal/deliver';
import { createWorkLoop } from './work-loop';
import type { WorkLoop } from './work-loop';

interface Dependencies {
  db: Database;
  engine: Client;
  log: Logger;
  consoleUrl: string;
  failpoint: Failpoint;
}

/** Notifications are lost while there is no connection to hear them; and what could not be sent is due again by the clock. */
const POLL_MS = 500;
const RETRY_AFTER_MS = 2_000; // a request to Temporal takes no longer
const LIMIT = 20;

/** Delivers the outbox to Temporal: claims before it sends, at least once, in any number of processes. */
export function createDispatcher(dependencies: Dependencies): WorkLoop {
  const { db, log } = dependencies;

  /** Returns whether there may be more. */
  async function round(): Promise<boolean> {
    const claimed = await claimDeliveries(db, { limit: LIMIT, retryAfterMs: RETRY_AFTER_MS });
    const sent = await Promise.all(claimed.map((delivery) => send(dependencies, delivery)));
    return claimed.length === LIMIT && sent.some(Boolean);
  }

  return createWorkLoop({
    round,
    pollMs: POLL_MS,
    onError: (reason) => log.warn({ reason }, 'The outbox cannot be read; trying again'),
  });
}

/** A message that could not be sent stays claimed, and is claimed again later. Returns whether it was delivered. */
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
    log.warn({ operationId, kind, reason: String(error) }, 'Temporal could not be reached; trying again');
    return false;
  }
}
