import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@milepost/db/client';
import { appendOutput } from '@milepost/db/operations/append-output';
import { KEPT } from '@milepost/db/operations/kept-output';
import { recordCount } from '@milepost/db/operations/record-count';
import { recordMark } from '@milepost/db/operations/record-run';
import { TellingReader } from '@milepost/packages-core/contract/telling';
import type { Telling } from '@milepost/packages-core/contract/telling';
import type { CommandSink, PhaseMark } from '@milepost/packages-core/engine/host';
import { Counting } from './counting';
import type { Counted } from './counting';
import { OutputBuffer } from './output-buffer';

export interface SinkOptions {
  db: Database;
  operationId: string;
  commandId: string;
  /** From 1. */
  milestone: number;
  /** Bytes of output and marks that are stored already. */
  offset: number;
  marks: number;
  /** Something was stored. */
  onStored(): void;
  /** The script waits for something, or goes on. */
  onWait(wait: { for: string; seconds: number } | null): void;
}

/** How long small pieces are gathered before they are stored as one, how large that may be, and how much of the head may wait. */
const GATHER_MS = 25;
const PIECE_BYTES = 512 * 1024;
const WAITING_BYTES = 1024 * 1024;
/** Between two pieces of a middle that comes faster than it can be shown, and will not be kept. */
const MIDDLE_MS = 250;
/** Between two counts. */
const COUNT_MS = 250;

export interface DatabaseSink extends CommandSink {
  /**
   * Resolves when all is stored; throws when something could not be. Where it is `done`, the mark that waits is let go: the end of the
   * milestone says more, and comes at once.
   */
  drained(ended: { done: boolean }): Promise<void>;
}

/**
 * Stores a command's output and its marks: in order, gathered, in bounded memory; of the middle of a long output only what there is
 * time for. When storing fails the next call throws, and a new attempt goes on from what is stored.
 */
export function createDatabaseSink(options: SinkOptions): DatabaseSink {
  const { db, operationId, commandId, milestone } = options;
  const buffer = new OutputBuffer(KEPT, options.offset);
  let next = options.offset;
  let tellings = new TellingReader();
  const counting = new Counting();
  let counted: Counted | undefined;
  let countAgainAt = 0;
  let mark: PhaseMark | undefined;
  let count = options.marks;
  let storing: Promise<void> | undefined;
  const ending = new AbortController();
  const room: (() => void)[] = [];
  let failure: Error | undefined;

  const countIsDue = (): boolean => counted !== undefined && Date.now() >= countAgainAt;
  async function storeCount(): Promise<void> {
    const latest = counted;
    counted = undefined;
    countAgainAt = Date.now() + COUNT_MS;
    if (latest) await recordCount(db, { operationId, commandId, milestone, ...latest });
  }
  function hear(telling: Telling): void {
    if (telling.kind === 'progress') counted = counting.add(telling, Date.now());
    else options.onWait(telling.kind === 'waiting' ? telling : null);
  }

  const rest = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined);
  /** Whether more comes than can be stored. */
  async function storeOutput(): Promise<boolean> {
    const taken = buffer.take(PIECE_BYTES);
    await appendOutput(db, { operationId, commandId, milestone, ...taken });
    tellRoom();
    return taken.leftOut > 0;
  }
  function tellRoom(): void {
    for (const waiting of room.splice(0)) waiting();
  }

  async function store(): Promise<void> {
    await rest(GATHER_MS);
    while (buffer.length > 0 || mark || countIsDue()) {
      const marked = mark;
      mark = undefined;
      if (marked) await recordMark(db, { operationId, commandId, milestone, count, ...pick(marked) });
      if (countIsDue()) await storeCount(); // before the output that told it: whoever attaches anew reads that again
      const flooded = buffer.length > 0 && (await storeOutput());
      options.onStored();
      if (flooded) await rest(MIDDLE_MS);
    }
    storing = undefined;
    if (counted) setTimeout(() => void start(), countAgainAt - Date.now());
  }
  const start = (): Promise<void> =>
    (storing ??= store().catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
      tellRoom();
    }));
  const throwFailure = (): void => {
    if (failure) throw failure;
  };

  const mustWait = (): boolean => buffer.holdsHead && buffer.length >= WAITING_BYTES;
  async function roomMade(): Promise<void> {
    while (mustWait() && !failure) await new Promise<void>((resolve) => room.push(resolve));
    throwFailure();
  }

  return {
    output(chunk) {
      throwFailure();
      if (chunk.offset > next) {
        tellings = new TellingReader(); // what it was told may have come to its end in what was left out
        options.onWait(null);
      }
      next = chunk.offset + chunk.bytes.length;
      tellings.push(chunk.bytes).forEach(hear);
      buffer.push(chunk);
      void start();
      if (mustWait()) return roomMade();
    },
    mark(phase) {
      mark = phase;
      count += 1;
      void start();
    },
    async drained({ done }) {
      options.onWait(null);
      if (done) mark = undefined;
      ending.abort();
      await storing;
      countAgainAt = 0;
      if (buffer.length > 0 || mark || counted) await start();
      throwFailure();
    },
  };
}

const pick = ({ state, phase }: PhaseMark): Pick<PhaseMark, 'state' | 'phase'> => ({ state, phase });
