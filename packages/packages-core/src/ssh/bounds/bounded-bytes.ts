import { ProtocolViolation } from './protocol-violation';

/** Enough for what a server says beside a command's output: a complaint, facts, its spool, what a login shell prints. */
export const TEXT_BYTES = 64 * 1024;

/** Collects what a server sends, up to a limit. Copies, because a chunk may be a small part of a large buffer that it would keep. */
export class BoundedBytes {
  readonly #label: string;
  readonly #limit: number;
  #buffer = Buffer.alloc(0);
  #length = 0;

  /** @param label is read here, for the log */
  constructor(label: string, limit = TEXT_BYTES) {
    this.#label = label;
    this.#limit = limit;
  }

  /** Throws ProtocolViolation past the limit. */
  push(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#limit)
      throw new ProtocolViolation('too_much', `${this.#label}: over ${this.#limit} bytes`);
    if (length > this.#buffer.length) this.#grow(length);
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** A view: it holds until the next push. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  /** Back to `length` bytes. */
  truncate(length = 0): void {
    this.#length = Math.min(this.#length, length);
  }

  #grow(length: number): void {
    const grown = Buffer.alloc(Math.min(this.#limit, Math.max(length, 2 * this.#buffer.length, 256)));
    grown.set(this.bytes());
    this.#buffer = grown;
  }
}
