import type { Transaction } from '@milepost/db/client';
import { readOutput } from '@milepost/db/operations/output/read-output';
import { readTail } from '@milepost/db/operations/output/read-tail';
import type { OutputChunk } from '../../views/views';
import { carriedFrom, outputText } from './views/output-text';
import type { Before, StoredChunk } from './views/output-text';

interface OutputQuery {
  operationId: string;
  /** Number of the last chunk that the reader has. */
  after: number;
  /** Chunks at most. */
  limit?: number | undefined;
}

const ANSWER_BYTES = 512 * 1024;
/** Bytes of a character at most. */
const MAX_CHARACTER_BYTES = 4;

/** The next pieces of an operation's output as text, in order: 512 KiB at most. */
export async function listOutput(
  db: Transaction,
  { operationId, after, limit = 500 }: OutputQuery,
): Promise<OutputChunk[]> {
  const stored = await readOutput(db, { operationId, after, limitBytes: ANSWER_BYTES });
  return withWholeCharacters(db, stored.slice(0, limit));
}

/** Stored pieces, in order, as text. */
export async function withWholeCharacters(
  db: Transaction,
  chunks: readonly StoredChunk[],
): Promise<OutputChunk[]> {
  return outputText(chunks, await readBefore(db, chunks));
}

/** For each command, what comes before its first piece here. */
async function readBefore(db: Transaction, chunks: readonly StoredChunk[]): Promise<Map<string, Before>> {
  const first = new Map<string, number>();
  for (const { commandId, offset, mark } of chunks)
    if (!mark && !first.has(commandId)) first.set(commandId, offset);
  const before = await Promise.all(
    [...first]
      .filter(([, offset]) => offset > 0)
      .map(async ([commandId, before]) => {
        const { bytes, end } = await readTail(db, { commandId, before, limitBytes: MAX_CHARACTER_BYTES });
        return [commandId, carriedFrom(bytes, end)] as const;
      }),
  );
  return new Map(before);
}
