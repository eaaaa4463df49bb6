import { OUTBOX_CHANNEL, REQUEST_MADE } from '../operations/delivery/outbox';
import { keepConnection } from './connection';

export interface OutboxListener {
  close(): Promise<void>;
}

/**
 * Calls `onPosted` after each commit that posted to the outbox, and `onRequested` after each that stored a request of a person, by LISTEN;
 * both after each new connection: while there was none, notifications were lost.
 */
export function listenToOutbox({ url, onPosted, onRequested }: OutboxListenerOptions): OutboxListener {
  const connection = keepConnection({
    url,
    applicationName: 'milepost outbox',
    onConnect: async (client) => {
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      onPosted();
      onRequested();
    },
    onNotice: (payload) => {
      if (payload === REQUEST_MADE) onRequested();
      else onPosted();
    },
  });
  return { close: () => connection.close() };
}

interface OutboxListenerOptions {
  url: string;
  onPosted: () => void;
  onRequested: () => void;
}
