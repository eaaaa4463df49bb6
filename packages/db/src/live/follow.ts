import type { Database } from '../client';
import { Feed } from './feed';
import type { Listener } from './listener';
import { createReader } from './follow-reader';
import type { Batch, Due, Position } from './follow-reader';

interface Follow {
  db: Database;
  listener: Listener;
  /** Operations to follow event by event, each from where the client stands. */
  watch: ReadonlyMap<string, Position>;
  /** Also what becomes of every open operation, as a view without events and output; and which servers changed. */
  overview: boolean;
  signal: AbortSignal;
}

/**
 * Follows operations without a gap: listens first, reads from the client's last numbers, then goes on with what changes.
 * The first batch comes at once, even when it is empty. Ends when the signal is aborted; throws when the database is away.
 */
export function follow({ db, listener, watch, overview, signal }: Follow): Feed<Batch> {
  const subscription = listener.subscribe({ operationIds: new Set(watch.keys()), overview });
  const reader = createReader({ db, watch, overview });
  let first = true;
  let more: ReadonlySet<string> = new Set();

  function due(): Due | Promise<Due | null> {
    if (first) return EVERYTHING;
    return more.size > 0 ? withMore(subscription.take(), more) : subscription.next(signal);
  }
  /** Null when there is no news in what is due. */
  async function read(changed: Due): Promise<Batch | null> {
    const read = await reader.read(changed);
    ({ more } = read);
    const news = first || read.batch.operations.length + read.batch.serverIds.length > 0;
    first = false;
    return news ? read.batch : null;
  }
  return new Feed(
    async () => {
      for (;;) {
        const changed = await due();
        const batch = changed && (await read(changed));
        if (!changed || signal.aborted) return null;
        if (batch) return batch;
      }
    },
    () => listener.unsubscribe(subscription),
  );
}

const EVERYTHING: Due = { operationIds: new Set(), serverIds: new Set(), overflowed: true };

function withMore(heard: Due, more: ReadonlySet<string>): Due {
  return { ...heard, operationIds: new Set([...heard.operationIds, ...more]) };
}
