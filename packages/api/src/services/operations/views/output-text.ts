import type { OutputMark as StoredMark } from '@milepost/db/operations/output/output-marks';
import type { OutputMark } from '../../../views/output-views';
import type { OutputChunk } from '../../../views/views';
import { orphanedHead, unfinishedTail } from './utf8';

/** A piece of output as it is stored: cut anywhere, also within a character. */
export interface StoredChunk {
  n: number;
  milestone: number;
  commandId: string;
  /** Bytes from the start of the command's output. */
  offset: number;
  bytes: Uint8Array;
  /** Set where it is no output: `bytes` are empty. */
  mark: StoredMark | null;
  attempt: number;
  undo: boolean;
  at: Date;
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
  return chunks.map(({ n, milestone, commandId, offset, bytes, mark, attempt, undo, at }) => {
    const source = { n, command: commandId, milestone, attempt, undo, at: at.toISOString() };
    if (mark) return { ...source, offset, text: '', gapBefore: 0, mark: markView(mark) };
    const { end, held } = carried.get(commandId) ?? NOTHING;
    const gap = Math.max(0, offset - end);
    const begun = gap > 0 ? bytes.subarray(orphanedHead(bytes)) : joined(held, bytes);
    const next = carriedFrom(begun, offset + bytes.length);
    carried.set(commandId, next);
    const text = Buffer.from(begun.buffer, begun.byteOffset, begun.length - next.held.length).toString(
      'utf8',
    );
    return { ...source, offset: next.end - begun.length, text, gapBefore: gap, mark: null };
  });
}

const joined = (held: Uint8Array, bytes: Uint8Array): Uint8Array =>
  held.length === 0 ? bytes : Buffer.concat([held, bytes]);

function markView(mark: StoredMark): OutputMark {
  if (mark.kind === 'phase')
    return { kind: 'phase', state: mark.state, phase: mark.phase, uptime: mark.uptime };
  const { kind: outcome = 'unknown', state = null, phase = null, exitCode = null } = mark.answer as Answer;
  return { kind: 'end', outcome, state, phase, exitCode };
}

/** What a mark's answer may hold; older workers and other answers hold less. */
type Answer = Partial<Omit<Extract<OutputMark, { kind: 'end' }>, 'kind' | 'outcome'> & { kind: string }>;
