import { secretEncodings } from './secret-encodings';

const MASK = '*'.charCodeAt(0);

/**
 * Masks secrets in a stream of output, byte for byte, so that offsets stay true. What it lets through depends on the stream alone,
 * not on how it is cut into chunks: the end of what came so far is held back while it may be the beginning of a secret.
 */
export class Redactor {
  readonly #encodings: Buffer[];
  readonly #firstBytes: Set<number | undefined>;
  /** Raw: bytes already let through, kept because a secret may reach over them, then bytes held back. */
  #buffer = Buffer.alloc(0);
  /** How many bytes at the beginning of the buffer were let through (or are to be skipped). */
  #passed: number;

  /** How many bytes before the first wanted one it has to see: the longest form of a secret, minus one. */
  readonly context: number;

  /** `skip`: so many bytes come first only to be looked at, and are not given out. */
  constructor(secrets: Iterable<string>, skip = 0) {
    this.#encodings = secretEncodings(secrets);
    this.#firstBytes = new Set(this.#encodings.map((form) => form[0]));
    this.context = Math.max(0, ...this.#encodings.map((form) => form.length - 1));
    this.#passed = skip;
  }

  /** The bytes that can be shown now. They may lie in the chunk's own memory. */
  push(chunk: Uint8Array): Buffer {
    if (this.#encodings.length === 0) return this.#passThrough(chunk);
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    return this.#release(this.#beginOfPossibleSecret());
  }

  /** The output ended: what was held back was no secret. */
  end(): Buffer {
    return this.#release(this.#buffer.length);
  }

  #passThrough(chunk: Uint8Array): Buffer {
    const from = Math.min(this.#passed, chunk.length);
    this.#passed -= from;
    return Buffer.from(chunk.buffer, chunk.byteOffset + from, chunk.length - from);
  }

  #release(until: number): Buffer {
    const from = Math.min(this.#passed, this.#buffer.length);
    const shown = until > from ? this.#masked().subarray(from, until) : Buffer.alloc(0);
    const passed = Math.max(this.#passed, until);
    const forget = Math.max(0, Math.min(passed, this.#buffer.length) - this.context);
    this.#buffer = this.#buffer.subarray(forget);
    this.#passed = passed - forget;
    return shown;
  }

  /** A copy where there is something to mask: a secret may reach over what comes next, and is looked for as it is. */
  #masked(): Buffer {
    let masked = this.#buffer;
    for (const form of this.#encodings) {
      let filled = 0;
      for (let at = this.#buffer.indexOf(form); at >= 0; at = this.#buffer.indexOf(form, at + 1)) {
        if (masked === this.#buffer) masked = Buffer.from(this.#buffer);
        masked.fill(MASK, Math.max(at, filled), at + form.length);
        filled = at + form.length;
      }
    }
    return masked;
  }

  #beginOfPossibleSecret(): number {
    const end = this.#buffer.length;
    for (let at = Math.max(0, end - this.context); at < end; at++) {
      if (!this.#firstBytes.has(this.#buffer[at])) continue;
      const rest = this.#buffer.subarray(at);
      if (
        this.#encodings.some(
          (form) => form.length > rest.length && form.subarray(0, rest.length).equals(rest),
        )
      )
        return at;
    }
    return end;
  }
}
