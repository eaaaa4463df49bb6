import type { LiveUpdate } from '@milepost/api/views';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '@milepost/api/router';

import type { SubscriptionCursors } from '../tabs/subscription-cursors';

export type Client = TRPCClient<AppRouter>;

export interface StreamEvents {
  onOpen: () => void;
  onUpdate: (update: LiveUpdate) => void;
  /** Once: the stream is over, whatever the reason. */
  onDown: (error: unknown) => void;
}

const HANDSHAKE_MS = 10_000;

/**
 * Opens one stream and answers with what closes it. It never reconnects by itself: who opened it knows by then
 * where to resume. A stream that is not up within 10 s counts as down.
 */
export function openStream(client: Client, cursors: SubscriptionCursors, events: StreamEvents): () => void {
  let over = false;
  let opened = false;
  const down = (error: unknown): void => {
    if (over) return;
    close();
    events.onDown(error);
  };
  const handshake = setTimeout(() => {
    down(new Error('The stream did not open in time.'));
  }, HANDSHAKE_MS);
  const subscription = client.live.follow.subscribe(
    { watch: cursors },
    {
      onStarted: () => {
        if (over || opened) return;
        opened = true;
        clearTimeout(handshake);
        events.onOpen();
      },
      onData: ({ data }) => {
        if (!over) events.onUpdate(data);
      },
      onConnectionStateChange: ({ state, error }) => {
        if (state === 'connecting' && (error !== null || opened)) down(error);
      },
      onError: down,
      onStopped: () => {
        down(null);
      },
      onComplete: () => {
        down(null);
      },
    },
  );
  function close(): void {
    over = true;
    clearTimeout(handshake);
    // The link may report synchronously, before `subscription` is set.
    queueMicrotask(() => {
      subscription.unsubscribe();
    });
  }
  return close;
}
