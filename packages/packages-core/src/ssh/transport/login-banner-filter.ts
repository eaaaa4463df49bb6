import { BoundedBytes } from '../bounds/bounded-bytes';

/** With as many digits as an offset may have. */
const READY = /mp ready(?: (\d{1,15}))?\n/;
/** More than that line has: what has to be looked at again when the next chunk comes. */
const OVERLAP = 32;

/** Drops what a login shell's start-up files print, up to the line with which the script that was called begins. */
export class LoginBannerFilter {
  readonly #preamble = new BoundedBytes('before the script began');
  #ready = false;
  #outputOffset: number | null = null;

  /** Whether the script ever began. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The offset, in bytes, from which the script says that it gives output; null where it says nothing of the kind. */
  get outputOffset(): number | null {
    return this.#outputOffset;
  }

  /** What was said instead of beginning: a missing file, sudo's refusal. */
  get preamble(): string {
    return this.#preamble.text().trim();
  }

  /** What of the chunk comes after the beginning. Throws ProtocolViolation where too much comes before it. */
  push(chunk: Buffer): Buffer {
    if (this.#ready) return chunk;
    const before = this.#preamble.bytes().subarray(-OVERLAP);
    const found = READY.exec(before.toString('latin1') + chunk.toString('latin1')); // a byte a character
    if (!found) {
      this.#preamble.push(chunk);
      return Buffer.alloc(0);
    }
    this.#ready = true;
    this.#outputOffset = found[1] === undefined ? null : Number(found[1]);
    const inChunk = found.index - before.length;
    if (inChunk > 0) this.#preamble.push(chunk.subarray(0, inChunk));
    else this.#preamble.truncate(this.#preamble.length + inChunk);
    return chunk.subarray(inChunk + found[0].length);
  }
}
