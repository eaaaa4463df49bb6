import { setTimeout as sleep } from 'node:timers/promises';
import type { NotificationAudience } from '../generated/client';
import { CHANNEL, isEmpty, noChanges, toPayloads } from './channel';
import { keepConnection } from './connection';

export interface Notifier {
  /** Tells every listener that an operation has changed. Call it after the commit; it costs nothing and never fails. */
  publishOperation(operationId: string): void;
  /** The same of a server's row or queue. */
  publishServer(serverId: string): void;
  /** The same of general notifications for an audience. */
  publishNotifications(audience: NotificationAudience): void;
  /** The same of a check of a plan. */
  publishPlanCheck(id: string): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** NOTIFY takes a lock on the whole instance at commit: at most one in this time, from a connection of its own. */
const INTERVAL_MS = 25;

/** Coalesces what changed into notices. What gets lost is found by the listeners' own check within a second. */
export function createNotifier({ url }: { url: string }): Notifier {
  const connection = keepConnection({ url, applicationName: 'milepost notify' });
  let changes = noChanges();
  let sending: Promise<void> | null = null;

  async function send(): Promise<void> {
    while (!isEmpty(changes)) {
      const client = await connection.client();
      const payloads = toPayloads(changes);
      changes = noChanges();
      try {
        await client.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [
          CHANNEL,
          payloads,
        ]);
      } catch {
        connection.drop(client);
      }
      await sleep(INTERVAL_MS);
    }
  }

  function sendSoon(): void {
    sending ??= send()
      .catch(() => undefined)
      .finally(() => (sending = null));
  }

  return {
    publishOperation(operationId) {
      changes.operationIds.add(operationId);
      sendSoon();
    },
    publishServer(serverId) {
      changes.serverIds.add(serverId);
      sendSoon();
    },
    publishNotifications(audience) {
      changes.audiences.add(audience);
      sendSoon();
    },
    publishPlanCheck(id) {
      changes.planCheckIds.add(id);
      sendSoon();
    },
    async close() {
      const unreachable = sleep(1_000, undefined, { ref: false });
      await Promise.race([sending, unreachable]);
      await connection.close();
    },
  };
}
