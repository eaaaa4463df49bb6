import { BoundedBytes, TEXT_BYTES } from './bounded-bytes';
import { ProtocolViolation } from './protocol-violation';

/** What one call may say: 999 states have at most 3,996 marks, and a stop that waits for dpkg says so twice a second. */
export const CALL_LINES = 5_000;
export const CALL_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** Splits what a call says into lines of at most 64 KiB, each byte looked at once. */
export class BoundedLines {
  readonly #partial = new BoundedBytes('a line', TEXT_BYTES);
  #lines = 0;
  #bytes = 0;

  /** The lines that end in this chunk, a character a byte. Throws ProtocolViolation past a limit. */
  push(chunk: Uint8Array): string[] {
    this.#bytes += chunk.length;
    if (this.#bytes > CALL_BYTES)
      throw new ProtocolViolation('too_much', `over ${CALL_BYTES} bytes of answers`);
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      if (++this.#lines > CALL_LINES) throw new ProtocolViolation('too_much', `over ${CALL_LINES} lines`);
      this.#partial.push(chunk.subarray(from, end));
      lines.push(this.#partial.bytes().toString('latin1'));
      this.#partial.truncate();
      from = end + 1;
    }
    this.#partial.push(chunk.subarray(from));
    return lines;
  }
}
