const READY = /mp ready(?: (\d+))?\n/;
const NOISE_LIMIT = 64 * 1024;

/** Drops what a login shell's start-up files print, up to the line with which the script that was called begins. */
export class ReadyFilter {
  #noise = Buffer.alloc(0);
  #ready = false;
  #from: number | null = null;

  /** Whether the script ever began. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The offset, in bytes, from which the script says that it gives output; null where it says nothing of the kind. */
  get from(): number | null {
    return this.#from;
  }

  /** What was said instead of beginning: a missing file, sudo's refusal. */
  get noise(): string {
    return this.#noise.toString('utf8').trim();
  }

  push(chunk: Buffer): Buffer {
    if (this.#ready) return chunk;
    const seen = Buffer.concat([this.#noise, chunk]);
    const found = READY.exec(seen.toString('latin1')); // a byte a character
    this.#ready = found !== null;
    if (!found) {
      this.#noise = seen.subarray(-NOISE_LIMIT);
      return Buffer.alloc(0);
    }
    this.#noise = seen.subarray(0, found.index);
    this.#from = found[1] === undefined ? null : Number(found[1]);
    return seen.subarray(found.index + found[0].length);
  }
}
