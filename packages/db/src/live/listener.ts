import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNEL, fromPayload } from './channel';
import type { Changes } from './channel';
import { keepConnection } from './connection';
import { createRowWatch } from './row-watch';
import { Subscription } from './subscription';
import type { Interest } from './subscription';

export interface Listener {
  /** From now on no change of an operation of interest is missed. */
  subscribe(interest: Interest): Subscription;
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
      look.abort();
    },
    onNotice: (payload) => announce(fromPayload(payload)),
  });
  const rows = createRowWatch();
  // Aborted to look at once: after a reconnect, notices were lost for certain.
  let look = new AbortController();

  function announce(changes: Changes): void {
    for (const subscription of subscriptions) subscription.tell(changes);
  }

  async function check(): Promise<void> {
    const client = await connection.client();
    const changes = await rows
      .changed(
        client,
        [...subscriptions].map(({ interest }) => interest),
      )
      .catch(() => {
        connection.drop(client);
        return null;
      });
    if (changes) announce(changes);
  }

  async function keepChecking(): Promise<void> {
    while (!closing) {
      look = new AbortController();
      if (subscriptions.size > 0) await check();
      await sleep(checkMs, undefined, { signal: look.signal, ref: false }).catch(() => undefined);
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
      look.abort();
      await connection.close();
      await checking;
    },
  };
}
