import { setTimeout as sleep } from 'node:timers/promises';
import { notifyOutages } from '@milepost/db/servers/notify-outages';
import { claimChecks } from '@milepost/db/servers/server-checks';
import type { DueCheck } from '@milepost/db/servers/server-checks';
import type { CheckDependencies } from './check-dependencies';
import { checkServer } from './check-server';
import { NOTIFY_AFTER_MS, NOTIFY_GROUP_MS, tickMs } from './timing';

interface Dependencies extends CheckDependencies {
  /** The longest time between two checks of a server. */
  everyMs: number;
}

/** Checks of one worker that run at the same time. */
const CONCURRENT = 50;

/** Checks servers as they become due, and notifies people of outages, until `signal` is aborted. Never throws. */
export async function runHealthChecks(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  const { db, log, everyMs, publishNotifications } = dependencies;
  let running = 0;

  async function check(due: DueCheck): Promise<void> {
    running++;
    try {
      await checkServer(dependencies, due, signal);
    } catch (error) {
      if (!signal.aborted) log.warn({ serverId: due.serverId, reason: String(error) }, 'A check was cut off');
    } finally {
      running--;
    }
  }

  while (!signal.aborted) {
    try {
      const due = await claimChecks(db, { limit: CONCURRENT - running, everyMs });
      for (const each of due) void check(each);
      const notified = await notifyOutages(db, { afterMs: NOTIFY_AFTER_MS, groupMs: NOTIFY_GROUP_MS });
      if (notified) publishNotifications('everyone');
    } catch (error) {
      log.warn({ reason: String(error) }, 'Checks of servers cannot be claimed; trying again');
    }
    await sleep(tickMs(everyMs), undefined, { signal }).catch(() => undefined);
  }
}
