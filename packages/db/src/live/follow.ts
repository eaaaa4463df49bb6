import type { Database } from '../client';
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
export async function* follow({
  db,
  listener,
  watch,
  overview,
  signal,
}: Follow): AsyncGenerator<Batch, void, void> {
  const subscription = listener.subscribe({ operationIds: new Set(watch.keys()), overview });
  try {
    const reader = createReader({ db, watch, overview });
    let due: Due | null = { operationIds: new Set(), serverIds: new Set(), overflowed: true };
    let first = true;
    while (due) {
      const { batch, more } = await reader.read(due);
      if (signal.aborted) return;
      if (first || batch.operations.length + batch.serverIds.length > 0) yield batch;
      first = false;
      due = more.size > 0 ? withMore(subscription.take(), more) : await subscription.next(signal);
    }
  } finally {
    listener.unsubscribe(subscription);
  }
}

function withMore(heard: Due, more: ReadonlySet<string>): Due {
  return { ...heard, operationIds: new Set([...heard.operationIds, ...more]) };
}
