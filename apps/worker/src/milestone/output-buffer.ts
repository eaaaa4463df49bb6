/** What a buffer may let go of: bytes beyond the first `head`, as soon as more than `tail` bytes have come after them. */
export interface Kept {
  head: number;
  tail: number;
}

export interface Taken {
  /** In bytes from the command's start. */
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** So many bytes before `offset` were let go. */
  leftOut: number;
}

/**
 * Bytes that came one after the other and are not stored yet. Those that belong to the middle of a long output for certain, whatever
 * comes, are let go; so beyond the head it holds no more than the tail and a piece.
 */
export class OutputBuffer {
  readonly #kept: Kept;
  #parts: Uint8Array[] = [];
  /** Of the first byte that is here. */
  #offset = 0;
  #length = 0;
  #leftOut = 0;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of the head are here: they cannot be let go, so whoever sends must wait. */
  get holdsHead(): boolean {
    return this.#length > 0 && this.#offset < this.#kept.head;
  }

  /** `offset` in bytes from the start; it follows what came before. The bytes are kept as they are. */
  push({ offset, bytes }: { offset: number; bytes: Uint8Array }): void {
    if (this.#length === 0) this.#offset = offset;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    this.#letGo();
  }

  /** At least one piece that was pushed, and more while they are at most `limit` bytes; they are not here any more. */
  take(limit: number): Taken {
    let count = 1;
    let length = this.#parts[0]?.length ?? 0;
    for (let part; (part = this.#parts[count]) && length + part.length <= limit; count++)
      length += part.length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of this.#parts.splice(0, count)) {
      bytes.set(part, at);
      at += part.length;
    }
    const taken = { offset: this.#offset, bytes, leftOut: this.#leftOut };
    this.#offset += length;
    this.#length -= length;
    this.#leftOut = 0;
    return taken;
  }

  #letGo(): void {
    let count = 0;
    for (let part; (part = this.#parts[count]); count++) {
      if (this.#offset < this.#kept.head || this.#length - part.length < this.#kept.tail) break;
      this.#offset += part.length;
      this.#length -= part.length;
      this.#leftOut += part.length;
    }
    if (count > 0) this.#parts.splice(0, count);
  }
}
