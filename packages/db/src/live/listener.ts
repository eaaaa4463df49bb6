import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNEL, fromPayload } from './channel';
import type { Changes } from './channel';
import { keepConnection } from './connection';
import { createSqlExecutor } from '../sql-executor';
import { createLostWatch } from '../workers/lost-watch';
import { createRowWatch } from './row-watch';
import { Subscription } from './subscription';
import type { SubscriptionFilter } from './subscription';

export interface Listener {
  /** From now on no change of an operation of interest is missed. */
  subscribe(interest: SubscriptionFilter): Subscription;
  unsubscribe(subscription: Subscription): void;
  close(): Promise<void>;
}

interface ListenerOptions {
  url: string;
  /** How often the rows themselves are looked at, in case a notice was lost; 1,000 when left out. */
  checkMs?: number;
}

/** One LISTEN connection a process, for any number of subscribers. */
export function createListener({ url, checkMs = 1_000 }: ListenerOptions): Listener {
  const subscriptions = new Set<Subscription>();
  let closing = false;
  const connection = keepConnection({
    url,
    applicationName: 'milepost listen',
    onConnect: async (client) => {
      await client.query(`listen ${CHANNEL}`);
      pollDelay.abort();
    },
    onNotice: (payload) => broadcast(fromPayload(payload)),
  });
  const rows = createRowWatch();
  const lostWorkers = createLostWatch();
  // Aborted to look at once: after a reconnect, notices were lost for certain.
  let pollDelay = new AbortController();

  function broadcast(changes: Changes): void {
    for (const subscription of subscriptions) subscription.notify(changes);
  }

  async function check(): Promise<void> {
    const client = await connection.client();
    try {
      await lostWorkers.check(createSqlExecutor((query) => client.query(query)));
      if (subscriptions.size === 0) return;
      broadcast(
        await rows.changed(
          client,
          [...subscriptions].map(({ filter }) => filter),
        ),
      );
    } catch {
      connection.drop(client);
    }
  }

  async function keepChecking(): Promise<void> {
    while (!closing) {
      pollDelay = new AbortController();
      await check();
      await sleep(checkMs, undefined, { signal: pollDelay.signal, ref: false }).catch(() => undefined);
    }
  }

  const checking = keepChecking().catch(() => undefined);
  return {
    subscribe(interest) {
      const subscription = new Subscription(interest);
      subscriptions.add(subscription);
      return subscription;
    },
    unsubscribe: (subscription) => void subscriptions.delete(subscription),
    async close() {
      closing = true;
      pollDelay.abort();
      await connection.close();
      await checking;
    },
  };
}
