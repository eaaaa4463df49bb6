import type { CommandSink, HostSink } from '../host';
import { Redactor } from './redactor';

interface StreamPosition {
  offset: number;
  mark: number;
}

/** Past the end of any output: a command is followed and none of its bytes are sent. */
const OFFSET_PAST_END = 1_000_000_000_000;

/** What is wanted of a long output: its first and its last bytes. */
export interface HeadTailLimit {
  head: number;
  tail: number;
}

/** What one more connection is asked for. */
interface OutputRequest {
  from: StreamPosition;
  limit?: number;
  tail?: number;
}

/**
 * What was heard of one command over any number of connections: each byte and each mark goes to the sink once, redacted.
 * Without secrets to redact by, output is withheld.
 */
export class OutputAssembler {
  readonly #sink: CommandSink;
  readonly #secrets: string[] | null;
  /** How many bytes before the first wanted one have to be seen. */
  readonly #context: number;
  readonly #outputLimit: HeadTailLimit | undefined;
  #next: StreamPosition;
  #redactor: Redactor;

  /** `kept`: all of it where it is left out. */
  constructor(to: {
    sink: CommandSink;
    secrets: Record<string, string> | null;
    outputLimit?: HeadTailLimit;
    next: StreamPosition;
  }) {
    this.#sink = to.sink;
    this.#outputLimit = to.outputLimit;
    this.#secrets = to.secrets && Object.values(to.secrets);
    this.#next = { ...to.next };
    this.#redactor = new Redactor(this.#secrets ?? []);
    this.#context = this.#redactor.context;
  }

  /**
   * Where to listen from: a little before what is wanted, for a secret may reach over the seam; and how far. Past the head a connection
   * brings as much as a tail, and what has been said meanwhile beyond that is left out.
   */
  nextRequest(): OutputRequest {
    const { offset, mark } = this.#next;
    if (this.#secrets === null) return { from: { offset: OFFSET_PAST_END, mark } };
    const context = this.#context;
    const from = { offset: Math.max(0, offset - context), mark };
    if (!this.#outputLimit) return { from };
    const { head, tail } = this.#outputLimit;
    // The redactor may hold back as much at the end as it has to see before the beginning.
    if (offset < head) return { from, limit: head + context - from.offset };
    return { from, limit: tail + 2 * context, tail: tail + context };
  }

  /** The sink for the next connection, which sends output and marks from `from` on. `onProgress` is called for everything received. */
  begin(from: StreamPosition, onProgress: () => void): HostSink {
    this.#seek(this.#next.offset - from.offset);
    let { offset: next, mark } = from;
    return {
      output: ({ offset, bytes }) => {
        onProgress();
        if (this.#secrets === null) return;
        if (offset > next) {
          // A middle was left out, and with it what was held back; a secret may reach out of it.
          this.#next.offset = offset + this.#context;
          this.#seek(this.#context);
        }
        next = offset + bytes.length;
        return this.#show(this.#redactor.push(bytes));
      },
      mark: (phase) => {
        onProgress();
        if (mark++ < this.#next.mark) return;
        this.#next.mark = mark;
        this.#sink.mark(phase);
      },
    };
  }

  /** Starts a new stretch of output. Its first `seenOnly` bytes give the redactor context and are not passed on. */
  #seek(seenOnly: number): void {
    this.#redactor = new Redactor(this.#secrets ?? [], seenOnly);
  }

  /** The command has ended: passes on what the redactor held back. */
  async end(): Promise<void> {
    if (this.#secrets !== null) await this.#show(this.#redactor.end());
  }

  #show(bytes: Uint8Array): Promise<void> | void {
    if (bytes.length === 0) return;
    const advance = (): void => {
      this.#next.offset += bytes.length;
    };
    const stored = this.#sink.output({ offset: this.#next.offset, bytes });
    if (stored) return stored.then(advance);
    advance();
  }
}
