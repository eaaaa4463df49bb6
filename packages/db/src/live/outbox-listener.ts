import { OUTBOX_CHANNEL } from '../operations/delivery/outbox';
import { keepConnection } from './connection';

export interface OutboxListener {
  close(): Promise<void>;
}

/**
 * Calls `onPosted` after each commit that posted to the outbox, by LISTEN, and after each new connection: while there was none,
 * notifications were lost.
 */
export function listenToOutbox({ url, onPosted }: { url: string; onPosted: () => void }): OutboxListener {
  const connection = keepConnection({
    url,
    applicationName: 'milepost outbox',
    onConnect: async (client) => {
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      onPosted();
    },
    onNotice: onPosted,
  });
  return { close: () => connection.close() };
}
