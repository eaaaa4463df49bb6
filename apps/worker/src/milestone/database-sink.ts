import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@milepost/db/client';
import { appendOutput } from '@milepost/db/operations/append-output';
import { recordMark } from '@milepost/db/operations/record-run';
import type { CommandSink, PhaseMark } from '@milepost/packages-core/engine/host';
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
}

/** How long small pieces are gathered before they are stored as one, and how many bytes may wait. */
const GATHER_MS = 25;
const WAITING_BYTES = 256 * 1024;

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
  let mark: PhaseMark | undefined;
  let count = options.marks;
  let storing: Promise<void> | undefined;
  let failure: Error | undefined;

  async function store(): Promise<void> {
    await sleep(GATHER_MS);
    while (buffer.length > 0 || mark) {
      if (buffer.length > 0) await appendOutput(db, { operationId, commandId, milestone, ...buffer.take() });
      const marked = mark;
      mark = undefined;
      if (marked) await recordMark(db, { operationId, commandId, milestone, count, ...pick(marked) });
      options.onStored();
    }
    storing = undefined;
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
      if (buffer.length > 0 || mark) await start();
      await storing;
      throwFailure();
    },
  };
}

const pick = ({ state, phase }: PhaseMark): Pick<PhaseMark, 'state' | 'phase'> => ({ state, phase });
