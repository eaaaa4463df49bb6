import type { Kept } from '@milepost/packages-core/engine/output-tape';

interface Part {
  /** In bytes from the command's start. */
  offset: number;
  bytes: Uint8Array;
}

export interface Taken {
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** So many bytes before `offset` were let go, or never came. */
  leftOut: number;
}

/**
 * Bytes that came in order and are not stored yet. Those that belong to the middle of a long output for certain, whatever comes, are
 * let go; so beyond the head it holds no more than the tail and a piece.
 */
export class OutputBuffer {
  readonly #kept: Kept;
  #parts: Part[] = [];
  #length = 0;
  /** Up to where all was taken or left out, and up to where it came. */
  #taken: number;
  #end: number;

  /** `from`: up to where it was stored before. */
  constructor(kept: Kept, from: number) {
    this.#kept = kept;
    this.#taken = from;
    this.#end = from;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of the head are here: they cannot be let go, so whoever sends must wait. */
  get holdsHead(): boolean {
    const [first] = this.#parts;
    return first !== undefined && first.offset < this.#kept.head;
  }

  /** It comes after all that came before; what lies between was left out. The bytes are kept as they are. */
  push(part: Part): void {
    this.#parts.push(part);
    this.#length += part.bytes.length;
    this.#end = endOf(part);
    this.#letGo();
  }

  /** At least one piece that was pushed, and more that follow on it while they are at most `limit` bytes; they are not here any more. */
  take(limit: number): Taken {
    let [offset, count, length] = [this.#taken, 0, 0];
    for (const part of this.#parts) {
      if (count > 0 && (part.offset !== offset + length || length + part.bytes.length > limit)) break;
      if (count === 0) ({ offset } = part);
      length += part.bytes.length;
      count += 1;
    }
    const bytes = new Uint8Array(length);
    for (const part of this.#parts.splice(0, count)) bytes.set(part.bytes, part.offset - offset);
    const taken = { offset, bytes, leftOut: offset - this.#taken };
    this.#taken = offset + length;
    this.#length -= length;
    return taken;
  }

  #letGo(): void {
    const { head, tail } = this.#kept;
    const stays = this.#parts.findIndex((part) => part.offset < head || this.#end - endOf(part) < tail);
    for (const { bytes } of this.#parts.splice(0, stays)) this.#length -= bytes.length; // the newest stays
  }
}

const endOf = ({ offset, bytes }: Part): number => offset + bytes.length;
