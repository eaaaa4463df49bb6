import type { CommandSink, HostSink } from './host';
import { Redactor } from './redactor';

interface Position {
  offset: number;
  mark: number;
}

/** Past the end of any output: a command is followed and none of its bytes are sent. */
const NOTHING = 1_000_000_000_000;

/** What is wanted of a long output: its first and its last bytes. */
export interface Kept {
  head: number;
  tail: number;
}

/** What one more connection is asked for. */
interface Wanted {
  from: Position;
  limit?: number;
  tail?: number;
}

/**
 * What was heard of one command over any number of connections: each byte and each mark goes to the sink once, redacted.
 * Without secrets to redact by, output is withheld.
 */
export class OutputTape {
  readonly #sink: CommandSink;
  readonly #secrets: string[] | null;
  /** How many bytes before the first wanted one have to be seen. */
  readonly #context: number;
  readonly #kept: Kept | undefined;
  #next: Position;
  #redactor: Redactor;

  /** `kept`: all of it where it is left out. */
  constructor(to: {
    sink: CommandSink;
    secrets: Record<string, string> | null;
    kept?: Kept;
    next: Position;
  }) {
    this.#sink = to.sink;
    this.#kept = to.kept;
    this.#secrets = to.secrets && Object.values(to.secrets);
    this.#next = { ...to.next };
    this.#redactor = new Redactor(this.#secrets ?? []);
    this.#context = this.#redactor.context;
  }

  /**
   * Where to listen from: a little before what is wanted, for a secret may reach over the seam; and how far. Past the head a connection
   * brings as much as a tail, and what has been said meanwhile beyond that is left out.
   */
  wanted(): Wanted {
    const { offset, mark } = this.#next;
    if (this.#secrets === null) return { from: { offset: NOTHING, mark } };
    const context = this.#context;
    const from = { offset: Math.max(0, offset - context), mark };
    if (!this.#kept) return { from };
    const { head, tail } = this.#kept;
    // The redactor may hold back as much at the end as it has to see before the beginning.
    if (offset < head) return { from, limit: head + context - from.offset };
    return { from, limit: tail + 2 * context, tail: tail + context };
  }

  /** The sink of one more connection, which sends what comes after `from`. `heard` is called for whatever comes. */
  begin(from: Position, heard: () => void): HostSink {
    this.#listen(this.#next.offset - from.offset);
    let { offset: next, mark } = from;
    return {
      output: ({ offset, bytes }) => {
        heard();
        if (this.#secrets === null) return;
        if (offset > next) {
          // A middle was left out, and with it what was held back; a secret may reach out of it.
          this.#next.offset = offset + this.#context;
          this.#listen(this.#context);
        }
        next = offset + bytes.length;
        return this.#show(this.#redactor.push(bytes));
      },
      mark: (phase) => {
        heard();
        if (mark++ < this.#next.mark) return;
        this.#next.mark = mark;
        this.#sink.mark(phase);
      },
    };
  }

  /** To another stretch of output, whose first bytes only have to be seen. */
  #listen(seenOnly: number): void {
    this.#redactor = new Redactor(this.#secrets ?? [], seenOnly);
  }

  /** The command has ended: what was held back is shown. */
  async end(): Promise<void> {
    if (this.#secrets !== null) await this.#show(this.#redactor.end());
  }

  #show(bytes: Uint8Array): Promise<void> | void {
    if (bytes.length === 0) return;
    const taken = (): void => {
      this.#next.offset += bytes.length;
    };
    const told = this.#sink.output({ offset: this.#next.offset, bytes });
    if (told) return told.then(taken);
    taken();
  }
}
