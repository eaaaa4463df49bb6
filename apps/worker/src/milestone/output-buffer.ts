/** Bytes that came one after the other and are not stored yet. */
export class OutputBuffer {
  #parts: Uint8Array[] = [];
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** `offset` in bytes from the start; it follows what is already here. */
  push({ offset, bytes }: { offset: number; bytes: Uint8Array }): void {
    if (this.#length === 0) this.#offset = offset;
    this.#parts.push(bytes.slice()); // the caller may use its memory again
    this.#length += bytes.length;
  }

  /** All of it as one piece, and none of it is here any more. */
  take(): { offset: number; bytes: Uint8Array<ArrayBuffer> } {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const taken = { offset: this.#offset, bytes };
    this.#parts = [];
    this.#length = 0;
    return taken;
  }
}
