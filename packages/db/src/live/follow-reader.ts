import { createHash } from 'node:crypto';
import type { Database } from '../client';
import { readEvents } from '../operations/events/read-events';
import { readOpenOperations, readOperations } from '../operations/views/read-operations';
import { readOutput } from '../operations/output/read-output';
import type { OperationEvent } from '@milepost/contract/operation-events';
import type { NotificationAudience } from '../generated/client';
import type { OperationView } from '../operations/views/operation-view';
import type { OutputChunk } from '../operations/output/read-output';
import { singleFlightOf } from './single-flight';
import type { PendingChanges } from './subscription';

/** Numbers of the last event and the last chunk of output that the client has. */
export interface Position {
  event: number;
  output: number;
}

export type Due = PendingChanges;

export interface FollowedOperation {
  view: OperationView;
  /** In order, without a gap; empty where the operation is not watched. */
  events: OperationEvent[];
  outputs: OutputChunk[];
  /** Where the client stands with this batch; null where the operation is not watched. */
  position: Position | null;
}

export interface Batch {
  operations: FollowedOperation[];
  /** Servers whose row or queue changed, and those of the operations: to be read again. */
  serverIds: string[];
  /** Who has new general notifications. */
  audiences: NotificationAudience[];
  /** Workers came or went. */
  workers: boolean;
  /** Where the client stands in each watched operation. */
  cursor: Record<string, Position>;
}

/** Output in one batch, of one operation. */
const OUTPUT_BYTES = 256 * 1024;

interface ReaderOptions {
  db: Database;
  watch: ReadonlyMap<string, Position>;
  overview: boolean;
}

/** Reads what is due, from where the last batch ended; an operation that looks as it did is left out. */
export function createReader({ db, watch, overview }: ReaderOptions) {
  const singleFlight = singleFlightOf(db);
  const positions = new Map(watch);
  const lastViewHashes = new Map<string, string>();

  const viewsOf = (ids: string[]): Promise<OperationView[]> =>
    singleFlight(`views ${ids.sort().join()}`, () => readOperations(db, ids));

  async function views({ operationIds, overflowed }: Due): Promise<OperationView[]> {
    if (!overflowed) return viewsOf([...operationIds]);
    const open = overview ? await singleFlight('open', () => readOpenOperations(db)) : [];
    const missing = [...watch.keys()].filter((id) => !open.some((view) => view.id === id));
    return [...open, ...(await viewsOf(missing))];
  }

  async function readSince(view: OperationView): Promise<FollowedOperation> {
    const position = positions.get(view.id);
    if (!position) return { view, events: [], outputs: [], position: null };
    const operationId = view.id;
    const { event, output: chunk } = position;
    const [events, outputs] = await Promise.all([
      view.lastEvent > event
        ? singleFlight(`events ${operationId} ${event}`, () => readEvents(db, { operationId, after: event }))
        : [],
      view.lastOutput > chunk
        ? singleFlight(`output ${operationId} ${chunk}`, () =>
            readOutput(db, { operationId, after: chunk, limitBytes: OUTPUT_BYTES }),
          )
        : [],
    ]);
    // What was dropped from the end of what the view knows is not waited for.
    const output = outputs.at(-1)?.n ?? Math.max(position.output, view.lastOutput);
    return { view, events, outputs, position: { event: events.at(-1)?.n ?? position.event, output } };
  }

  function hasChanged({ view, events, outputs }: FollowedOperation): boolean {
    const hash = createHash('sha1').update(JSON.stringify(view)).digest('base64');
    const isSame = lastViewHashes.get(view.id) === hash;
    lastViewHashes.set(view.id, hash);
    return events.length + outputs.length > 0 || !isSame;
  }

  return {
    /** The batch, and the operations that have more to give than fits into one. */
    async read(due: Due): Promise<{ batch: Batch; more: Set<string> }> {
      const read = await Promise.all((await views(due)).map(readSince));
      for (const { view, position } of read) if (position) positions.set(view.id, position);
      const operations = read.filter(hasChanged);
      const more = read.filter(({ view, position }) => position && isBehind(position, view));
      return {
        batch: {
          operations,
          serverIds: [...new Set([...due.serverIds, ...operations.map(({ view }) => view.server.id)])],
          audiences: [...due.audiences],
          workers: due.workers,
          cursor: Object.fromEntries(positions),
        },
        more: new Set(more.map(({ view }) => view.id)),
      };
    },
  };
}

function isBehind(position: Position, view: OperationView): boolean {
  return position.event < view.lastEvent || position.output < view.lastOutput;
}
