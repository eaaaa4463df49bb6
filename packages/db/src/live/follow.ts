import type { Database } from '../client';
import { noChanges } from './channel';
import { PullIterator } from './pull-iterator';
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
 * Follows operations without a gap: listens first, reads from the client's last numbers, then continues with changes.
 * The first batch comes at once, even when it is empty. Ends when the signal is aborted; throws when the database is away.
 */
export function follow({ db, listener, watch, overview, signal }: Follow): PullIterator<Batch> {
  const subscription = listener.subscribe({ operationIds: new Set(watch.keys()), overview });
  const reader = createReader({ db, watch, overview });
  let first = true;
  let more: ReadonlySet<string> = new Set();

  function due(): Due | Promise<Due | null> {
    if (first) return EVERYTHING;
    return more.size > 0 ? withMore(subscription.drain(), more) : subscription.next(signal);
  }
  /** Null when there is no news in what is due. */
  async function read(changed: Due): Promise<Batch | null> {
    const read = await reader.read(changed);
    ({ more } = read);
    const isWorthSending = first || hasContent(read.batch);
    first = false;
    return isWorthSending ? read.batch : null;
  }
  return new PullIterator(
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

const EVERYTHING: Due = { ...noChanges(), overflowed: true };

function hasContent({ operations, serverIds, audiences, workers }: Batch): boolean {
  return workers || operations.length + serverIds.length + audiences.length > 0;
}

function withMore(changes: Due, more: ReadonlySet<string>): Due {
  return { ...changes, operationIds: new Set([...changes.operationIds, ...more]) };
}
