const READY = Buffer.from('mp ready\n');
const NOISE_LIMIT = 64 * 1024;

/** Drops what a login shell's start-up files print, up to the line with which the script that was called begins. */
export class ReadyFilter {
  #noise = Buffer.alloc(0);
  #ready = false;

  /** Whether the script ever began. */
  get ready(): boolean {
    return this.#ready;
  }

  /** What was said instead of beginning: a missing file, sudo's refusal. */
  get noise(): string {
    return this.#noise.toString('utf8').trim();
  }

  push(chunk: Buffer): Buffer {
    if (this.#ready) return chunk;
    const seen = Buffer.concat([this.#noise, chunk]);
    const at = seen.indexOf(READY);
    this.#ready = at >= 0;
    this.#noise = this.#ready ? seen.subarray(0, at) : seen.subarray(-NOISE_LIMIT);
    return this.#ready ? seen.subarray(at + READY.length) : Buffer.alloc(0);
  }
}
