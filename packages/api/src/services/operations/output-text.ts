import type { OutputChunk } from '../../views';
import { orphanedHead, unfinishedTail } from './utf8';

/** A piece of output as it is stored: cut anywhere, also within a character. */
export interface StoredChunk {
  n: number;
  milestone: number;
  commandId: string;
  /** Bytes from the start of the command's output. */
  offset: number;
  bytes: Uint8Array;
}

/** The piece of a command that came before: where it ended, and what of a character it held back. */
export interface Before {
  end: number;
  held: Uint8Array;
}

const NOTHING: Before = { end: 0, held: new Uint8Array() };

/** What is carried on into the next piece of the same command, after these bytes that end at `end`. */
export function carriedFrom(bytes: Uint8Array, end: number): Before {
  return { end, held: bytes.subarray(bytes.length - unfinishedTail(bytes)) };
}

/**
 * Stored pieces as text, a character never split over two: one that is not whole waits for the next piece. `before` has,
 * for each command, what comes before the first piece here.
 */
export function outputText(
  chunks: readonly StoredChunk[],
  before: ReadonlyMap<string, Before>,
): OutputChunk[] {
  const carried = new Map(before);
  return chunks.map(({ n, milestone, commandId, offset, bytes }) => {
    const { end, held } = carried.get(commandId) ?? NOTHING;
    const gap = Math.max(0, offset - end);
    const begun = gap > 0 ? bytes.subarray(orphanedHead(bytes)) : joined(held, bytes);
    const next = carriedFrom(begun, offset + bytes.length);
    carried.set(commandId, next);
    const text = Buffer.from(begun.buffer, begun.byteOffset, begun.length - next.held.length).toString(
      'utf8',
    );
    return { n, milestone, offset: next.end - begun.length, text, gapBefore: gap };
  });
}

const joined = (held: Uint8Array, bytes: Uint8Array): Uint8Array =>
  held.length === 0 ? bytes : Buffer.concat([held, bytes]);
