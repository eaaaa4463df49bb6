import { createHash } from 'node:crypto';
import type { Database } from '../client';
import { readEvents } from '../operations/read-events';
import { readOpenOperations, readOperations } from '../operations/read-operations';
import { readOutput } from '../operations/read-output';
import type { OperationEvent } from '../operations/event-types';
import type { OperationView } from '../operations/operation-view';
import type { OutputChunk } from '../operations/read-output';
import { sharedReadOf } from './shared-read';
import type { Heard } from './subscription';

/** Numbers of the last event and the last chunk of output that the client has. */
export interface Position {
  event: number;
  output: number;
}

export type Due = Heard;

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
  /** Servers whose row or lane changed, and those of the operations: to be read again. */
  serverIds: string[];
  /** Where the client stands in each watched operation. */
  vector: Record<string, Position>;
}

/** Output in one batch, of one operation. */
const OUTPUT_BYTES = 256 * 1024;

interface Reading {
  db: Database;
  watch: ReadonlyMap<string, Position>;
  overview: boolean;
}

/** Reads what is due, from where the last batch ended; an operation that looks as it did is left out. */
export function createReader({ db, watch, overview }: Reading) {
  const share = sharedReadOf(db);
  const positions = new Map(watch);
  const shown = new Map<string, string>();

  const viewsOf = (ids: string[]): Promise<OperationView[]> =>
    share(`views ${ids.sort().join()}`, () => readOperations(db, ids));

  async function views({ operationIds, overflowed }: Due): Promise<OperationView[]> {
    if (!overflowed) return viewsOf([...operationIds]);
    const open = overview ? await share('open', () => readOpenOperations(db)) : [];
    const missing = [...watch.keys()].filter((id) => !open.some((view) => view.id === id));
    return [...open, ...(await viewsOf(missing))];
  }

  async function since(view: OperationView): Promise<FollowedOperation> {
    const position = positions.get(view.id);
    if (!position) return { view, events: [], outputs: [], position: null };
    const operationId = view.id;
    const { event, output: chunk } = position;
    const [events, outputs] = await Promise.all([
      view.lastEvent > event
        ? share(`events ${operationId} ${event}`, () => readEvents(db, { operationId, after: event }))
        : [],
      view.lastOutput > chunk
        ? share(`output ${operationId} ${chunk}`, () =>
            readOutput(db, { operationId, after: chunk, limitBytes: OUTPUT_BYTES }),
          )
        : [],
    ]);
    // What was dropped from the end of what the view knows is not waited for.
    const output = outputs.at(-1)?.n ?? Math.max(position.output, view.lastOutput);
    return { view, events, outputs, position: { event: events.at(-1)?.n ?? position.event, output } };
  }

  function isNews({ view, events, outputs }: FollowedOperation): boolean {
    const look = createHash('sha1').update(JSON.stringify(view)).digest('base64');
    const looksAsBefore = shown.get(view.id) === look;
    shown.set(view.id, look);
    return events.length + outputs.length > 0 || !looksAsBefore;
  }

  return {
    /** The batch, and the operations that have more to give than fits into one. */
    async read(due: Due): Promise<{ batch: Batch; more: Set<string> }> {
      const read = await Promise.all((await views(due)).map(since));
      for (const { view, position } of read) if (position) positions.set(view.id, position);
      const operations = read.filter(isNews);
      const more = read.filter(({ view, position }) => position && isBehind(position, view));
      return {
        batch: {
          operations,
          serverIds: [...new Set([...due.serverIds, ...operations.map(({ view }) => view.server.id)])],
          vector: Object.fromEntries(positions),
        },
        more: new Set(more.map(({ view }) => view.id)),
      };
    },
  };
}

function isBehind(position: Position, view: OperationView): boolean {
  return position.event < view.lastEvent || position.output < view.lastOutput;
}
