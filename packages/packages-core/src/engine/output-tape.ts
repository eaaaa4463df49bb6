import type { CommandSink, HostSink } from './host';
import { Redactor } from './redactor';

interface Position {
  offset: number;
  mark: number;
}

/** Past the end of any output: a command is followed and none of its bytes are sent. */
const NOTHING = 1_000_000_000_000;

/**
 * What was heard of one command over any number of connections: each byte and each mark goes to the sink once, redacted.
 * Without secrets to redact by, output is withheld.
 */
export class OutputTape {
  readonly #sink: CommandSink;
  readonly #secrets: string[] | null;
  #next: Position;
  #redactor: Redactor;

  constructor(to: { sink: CommandSink; secrets: Record<string, string> | null; next: Position }) {
    this.#sink = to.sink;
    this.#secrets = to.secrets && Object.values(to.secrets);
    this.#next = { ...to.next };
    this.#redactor = new Redactor([]);
  }

  /** Where to listen from: a little before what is wanted, for a secret may reach over the seam. */
  from(): Position {
    if (this.#secrets === null) return { offset: NOTHING, mark: this.#next.mark };
    const { context } = new Redactor(this.#secrets);
    return { offset: Math.max(0, this.#next.offset - context), mark: this.#next.mark };
  }

  /** The sink of one more connection, which sends everything after `from`. `heard` is called for whatever comes. */
  begin(from: Position, heard: () => void): HostSink {
    this.#redactor = new Redactor(this.#secrets ?? [], this.#next.offset - from.offset);
    let mark = from.mark;
    return {
      output: ({ bytes }) => {
        heard();
        return this.#secrets === null ? undefined : this.#show(this.#redactor.push(bytes));
      },
      mark: (phase) => {
        heard();
        if (mark++ < this.#next.mark) return;
        this.#next.mark = mark;
        this.#sink.mark(phase);
      },
    };
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
