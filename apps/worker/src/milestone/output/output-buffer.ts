import type { HeadTailLimit } from '@milepost/packages-core/engine/output/output-assembler';

interface BufferedChunk {
  /** In bytes from the command's start. */
  offset: number;
  bytes: Uint8Array;
}

export interface TakenOutput {
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** So many bytes before `offset` were dropped, or never came. */
  skippedBytes: number;
}

/**
 * Bytes that came in order and are not stored yet. Those that belong to the middle of a long output for certain, whatever comes, are
 * dropped; so beyond the head it holds no more than the tail and one chunk.
 */
export class OutputBuffer {
  readonly #retention: HeadTailLimit;
  #chunks: BufferedChunk[] = [];
  #length = 0;
  /** Up to where all was taken or left out, and up to where it came. */
  #start: number;
  #end: number;

  /** `from`: up to where it was stored before. */
  constructor(retention: HeadTailLimit, from: number) {
    this.#retention = retention;
    this.#start = from;
    this.#end = from;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of the head are here: they cannot be dropped, so the sender must wait. */
  get holdsHead(): boolean {
    const [first] = this.#chunks;
    return first !== undefined && first.offset < this.#retention.head;
  }

  /** It comes after all that came before; what lies between was left out. The bytes are kept as they are. */
  push(chunk: BufferedChunk): void {
    this.#chunks.push(chunk);
    this.#length += chunk.bytes.length;
    this.#end = endOf(chunk);
    this.#dropMiddle();
  }

  /** Removes at least one chunk, and those that follow it while they are at most `limit` bytes together. */
  take(limit: number): TakenOutput {
    let [offset, count, length] = [this.#start, 0, 0];
    for (const chunk of this.#chunks) {
      if (count > 0 && (chunk.offset !== offset + length || length + chunk.bytes.length > limit)) break;
      if (count === 0) ({ offset } = chunk);
      length += chunk.bytes.length;
      count += 1;
    }
    const bytes = new Uint8Array(length);
    for (const chunk of this.#chunks.splice(0, count)) bytes.set(chunk.bytes, chunk.offset - offset);
    const taken = { offset, bytes, skippedBytes: offset - this.#start };
    this.#start = offset + length;
    this.#length -= length;
    return taken;
  }

  #dropMiddle(): void {
    const { head, tail } = this.#retention;
    const firstKept = this.#chunks.findIndex(
      (chunk) => chunk.offset < head || this.#end - endOf(chunk) < tail,
    );
    for (const { bytes } of this.#chunks.splice(0, firstKept)) this.#length -= bytes.length; // the newest stays
  }
}

const endOf = ({ offset, bytes }: BufferedChunk): number => offset + bytes.length;
