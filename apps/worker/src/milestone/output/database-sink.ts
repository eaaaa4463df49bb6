import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@milepost/db/client';
import { appendOutput } from '@milepost/db/operations/output/append-output';
import { OUTPUT_RETENTION } from '@milepost/db/operations/output/output-retention';
import type { UnstoredPhases } from '@milepost/db/operations/output/output-marks';
import { recordCount } from '@milepost/db/operations/milestones/record-count';
import { recordMark } from '@milepost/db/operations/milestones/record-run';
import { ProgressParser } from '@milepost/contract/progress-protocol';
import type { ProgressMessage } from '@milepost/contract/progress-protocol';
import type { CommandSink, PhaseMark } from '@milepost/packages-core/engine/host';
import { ProgressTracker } from './progress-tracker';
import type { ProgressSample } from './progress-tracker';
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
  /** The script waits for something, or continues. */
  onWait(wait: { for: string; seconds: number } | null): void;
  /** The script warns of something that prevents nothing. The same may come again. */
  onWarning(sentence: string): void;
}

/** How long small chunks are collected before they are stored as one, how large that may be, and how much of the head may wait. */
const BATCH_MS = 25;
const MAX_CHUNK_BYTES = 512 * 1024;
const MAX_PENDING_BYTES = 1024 * 1024;
/** Between two chunks of a middle that comes faster than it can be shown, and will not be kept. */
const MIDDLE_INTERVAL_MS = 250;
/** Between two counts. */
const COUNT_INTERVAL_MS = 250;

export interface DatabaseSink extends CommandSink {
  /**
   * Resolves when all is stored; throws when something could not be. Where it is `done`, the marks that wait are not: they are stored
   * by the statement that ends the milestone, which comes at once.
   */
  drained(ended: { done: boolean }): Promise<UnstoredPhases>;
}

/**
 * Stores a command's output and its marks: in order, gathered, in bounded memory; of the middle of a long output only what there is
 * time for. When storing fails the next call throws, and a new attempt continues from what is stored.
 */
export function createDatabaseSink(options: SinkOptions): DatabaseSink {
  const { db, operationId, commandId, milestone } = options;
  const buffer = new OutputBuffer(OUTPUT_RETENTION, options.offset);
  let next = options.offset;
  let parser = new ProgressParser();
  const tracker = new ProgressTracker();
  let sample: ProgressSample | undefined;
  let nextCountAt = 0;
  let marks: PhaseMark[] = [];
  let count = options.marks;
  let storing: Promise<void> | undefined;
  const ending = new AbortController();
  const waiters: (() => void)[] = [];
  let failure: Error | undefined;

  const countIsDue = (): boolean => sample !== undefined && Date.now() >= nextCountAt;
  async function storeCount(): Promise<void> {
    const latest = sample;
    sample = undefined;
    nextCountAt = Date.now() + COUNT_INTERVAL_MS;
    if (latest) await recordCount(db, { operationId, commandId, milestone, ...latest });
  }
  function onProgress(message: ProgressMessage): void {
    if (message.kind === 'progress') sample = tracker.add(message, Date.now());
    else if (message.kind === 'warning') options.onWarning(message.sentence);
    else options.onWait(message.kind === 'waiting' ? message : null);
  }

  const delay = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined);
  /** Whether more comes than can be stored. */
  async function storeOutput(): Promise<boolean> {
    const chunk = buffer.take(MAX_CHUNK_BYTES);
    await appendOutput(db, { operationId, commandId, milestone, ...chunk });
    releaseWaiters();
    return chunk.skippedBytes > 0;
  }
  async function storeMarks(): Promise<void> {
    const phases = marks;
    marks = [];
    const last = phases.at(-1);
    if (!last) return;
    const { state, phase } = last;
    await recordMark(db, { operationId, commandId, milestone, count, state, phase, phases });
  }
  function releaseWaiters(): void {
    for (const waiting of waiters.splice(0)) waiting();
  }

  async function store(): Promise<void> {
    await delay(BATCH_MS);
    while (buffer.length > 0 || marks.length > 0 || countIsDue()) {
      await storeMarks();
      if (countIsDue()) await storeCount(); // before the output with the message: a later attempt reads that again
      const dropped = buffer.length > 0 && (await storeOutput());
      options.onStored();
      if (dropped) await delay(MIDDLE_INTERVAL_MS);
    }
    storing = undefined;
    if (sample) setTimeout(() => void start(), nextCountAt - Date.now());
  }
  const start = (): Promise<void> =>
    (storing ??= store().catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
      releaseWaiters();
    }));
  const throwFailure = (): void => {
    if (failure) throw failure;
  };

  const isFull = (): boolean => buffer.holdsHead && buffer.length >= MAX_PENDING_BYTES;
  async function waitWhileFull(): Promise<void> {
    while (isFull() && !failure) await new Promise<void>((resolve) => waiters.push(resolve));
    throwFailure();
  }

  return {
    output(chunk) {
      throwFailure();
      if (chunk.offset > next) {
        parser = new ProgressParser(); // a message may have ended in the skipped bytes
        options.onWait(null);
      }
      next = chunk.offset + chunk.bytes.length;
      parser.push(chunk.bytes).forEach(onProgress);
      buffer.push(chunk);
      void start();
      if (isFull()) return waitWhileFull();
    },
    mark(phase) {
      marks.push(phase);
      count += 1;
      void start();
    },
    async drained({ done }) {
      options.onWait(null);
      const unstored = done ? { count, phases: marks } : NO_PHASES;
      if (done) marks = [];
      ending.abort();
      await storing;
      nextCountAt = 0;
      if (buffer.length > 0 || marks.length > 0 || sample) await start();
      throwFailure();
      return unstored;
    },
  };
}

export const NO_PHASES: UnstoredPhases = { count: 0, phases: [] };
