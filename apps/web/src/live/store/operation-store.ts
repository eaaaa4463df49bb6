import type { OperationPlan } from '@milepost/api/output-views';
import type { EventView, LiveUpdate, OutputChunk, Position } from '@milepost/api/views';

import { OutputLines } from './output-lines';

/** Where the past is read from. Both answer in order with what comes after a number. */
export interface History {
  events: (operationId: string, after: number) => Promise<EventView[]>;
  output: (operationId: string, after: number) => Promise<OutputChunk[]>;
  /** Never changes. */
  plan: (operationId: string) => Promise<OperationPlan>;
}

/** Chunks asked for at once. */
export const PAGE = 200;
/** Below this a page was not cut off for its size: nothing more is there. */
const FULL_CHARACTERS = 100_000;
/** A busy command prints hundreds of times a second; nobody sees more than this. */
const NOTIFY_MS = 60;

type HistoryUpdate = Pick<LiveUpdate['operations'][number], 'events' | 'output'>;

/**
 * One operation's history as this tab has it: events and output, gapless. It reads what was, then takes what the
 * stream brings; where a number is missing it reads again from the last one it has.
 */
export class OperationStore {
  readonly events: EventView[] = [];
  readonly output = new OutputLines();
  position: Position = { event: 0, output: 0 };
  /** Raised with every change: `events` and `output` grow in place. */
  version = 0;
  /** Everything up to now has been read once. */
  complete = false;
  failed = false;
  private latestSeen: Position = { event: 0, output: 0 };
  private reading: Promise<void> | null = null;
  private notifyTimer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly id: string,
    private readonly history: History,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Reads everything after the position, until nothing more comes. Errors leave the store as it was; call it again. */
  catchUp(): Promise<void> {
    this.reading ??= this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /** Takes what the stream brought; what is known already is left out. */
  apply(update: HistoryUpdate): void {
    this.latestSeen = {
      event: Math.max(this.latestSeen.event, update.events.at(-1)?.n ?? 0),
      output: Math.max(this.latestSeen.output, update.output.at(-1)?.n ?? 0),
    };
    if (this.reading !== null) return;
    this.append(update);
    if (this.isBehind()) void this.catchUp();
  }

  private async readAll(): Promise<void> {
    try {
      this.output.plan ??= await this.history.plan(this.id);
      for (;;) {
        const before = this.position;
        const [events, output] = await Promise.all([
          this.history.events(this.id, before.event),
          this.history.output(this.id, before.output),
        ]);
        this.append({ events, output }, { dropped: true });
        if (this.position === before || isLastPage(output)) break;
      }
      this.complete = true;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  /**
   * In order and without a gap: what does not follow on the last number waits for `catchUp`. `dropped`: numbers that are missing
   * in the past are of a middle that is not kept.
   */
  private append({ events, output }: HistoryUpdate, { dropped = false } = {}): void {
    const { position } = this;
    for (const event of events) {
      if (event.n !== this.position.event + 1) continue;
      this.events.push(event);
      this.position = { ...this.position, event: event.n };
    }
    for (const chunk of output) {
      if (chunk.n <= this.position.output || (!dropped && chunk.n > this.position.output + 1)) continue;
      this.output.append(chunk);
      this.position = { ...this.position, output: chunk.n };
    }
    if (position !== this.position) this.changed();
  }

  private isBehind(): boolean {
    return this.latestSeen.event > this.position.event || this.latestSeen.output > this.position.output;
  }

  private changed(): void {
    this.notifyTimer ??= setTimeout(() => {
      this.notifyTimer = null;
      this.version += 1;
      for (const listener of this.listeners) listener();
    }, NOTIFY_MS);
  }
}

function isLastPage(output: OutputChunk[]): boolean {
  return output.length < PAGE && output.reduce((sum, { text }) => sum + text.length, 0) < FULL_CHARACTERS;
}
