import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@milepost/db/client';
import { appendOutput } from '@milepost/db/operations/append-output';
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
  /** Marks that are stored already. */
  marks: number;
  /** Something was stored. */
  onStored(): void;
  /** The script waits for something, or goes on. */
  onWait(wait: { for: string; seconds: number } | null): void;
}

/** How long small pieces are gathered before they are stored as one, and how many bytes may wait. */
const GATHER_MS = 25;
const WAITING_BYTES = 256 * 1024;
/** Between two counts. */
const COUNT_MS = 250;

export interface DatabaseSink extends CommandSink {
  /** Resolves when all is stored; throws when something could not be. */
  drained(): Promise<void>;
}

/**
 * Stores a command's output and its marks: in order, gathered, in bounded memory. When storing fails the next call throws, and a
 * new attempt goes on from what is stored.
 */
export function createDatabaseSink(options: SinkOptions): DatabaseSink {
  const { db, operationId, commandId, milestone } = options;
  const buffer = new OutputBuffer();
  const tellings = new TellingReader();
  const counting = new Counting();
  let counted: Counted | undefined;
  let countAgainAt = 0;
  let mark: PhaseMark | undefined;
  let count = options.marks;
  let storing: Promise<void> | undefined;
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

  async function store(): Promise<void> {
    await sleep(GATHER_MS);
    while (buffer.length > 0 || mark || countIsDue()) {
      const marked = mark;
      mark = undefined;
      if (marked) await recordMark(db, { operationId, commandId, milestone, count, ...pick(marked) });
      if (countIsDue()) await storeCount(); // before the output that told it: whoever attaches anew reads that again
      if (buffer.length > 0) await appendOutput(db, { operationId, commandId, milestone, ...buffer.take() });
      options.onStored();
    }
    storing = undefined;
    if (counted) setTimeout(() => void start(), countAgainAt - Date.now());
  }
  const start = (): Promise<void> =>
    (storing ??= store().catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    }));
  const throwFailure = (): void => {
    if (failure) throw failure;
  };

  return {
    async output(chunk) {
      throwFailure();
      tellings.push(chunk.bytes).forEach(hear);
      buffer.push(chunk);
      const done = start();
      if (buffer.length >= WAITING_BYTES) await done;
      throwFailure();
    },
    mark(phase) {
      mark = phase;
      count += 1;
      void start();
    },
    async drained() {
      options.onWait(null);
      await storing;
      countAgainAt = 0;
      if (buffer.length > 0 || mark || counted) await start();
      throwFailure();
    },
  };
}

const pick = ({ state, phase }: PhaseMark): Pick<PhaseMark, 'state' | 'phase'> => ({ state, phase });
