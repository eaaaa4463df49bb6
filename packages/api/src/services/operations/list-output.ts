import type { Transaction } from '@milepost/db/client';
import { readOutput } from '@milepost/db/operations/read-output';
import type { OutputChunk } from '../../views';
import { carriedFrom, outputText } from './output-text';
import type { Before, StoredChunk } from './output-text';

interface After {
  operationId: string;
  /** Number of the last chunk that the reader has. */
  after: number;
  /** Chunks at most. */
  limit?: number | undefined;
}

const ANSWER_BYTES = 512 * 1024;

/** The next pieces of an operation's output as text, in order: 512 KiB at most. */
export async function listOutput(
  db: Transaction,
  { operationId, after, limit = 500 }: After,
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
  for (const { commandId, offset } of chunks) if (!first.has(commandId)) first.set(commandId, offset);
  const before = await Promise.all(
    [...first]
      .filter(([, offset]) => offset > 0)
      .map(async ([commandId, offset]) => [commandId, await readTail(db, commandId, offset)] as const),
  );
  return new Map(before);
}

/** A character has at most four bytes, and a piece at least one. */
const LONGEST_CHARACTER = 4;

async function readTail(db: Transaction, commandId: string, before: number): Promise<Before> {
  const pieces = await db.output.findMany({
    where: { commandId, offset: { lt: before } },
    orderBy: { offset: 'desc' },
    take: LONGEST_CHARACTER,
    select: { offset: true, bytes: true },
  });
  const [last] = pieces;
  if (!last) return { end: 0, held: new Uint8Array() };
  const end = Number(last.offset) + last.bytes.length;
  let begins = end;
  const connected: Uint8Array[] = [];
  for (const { offset, bytes } of pieces) {
    if (Number(offset) + bytes.length !== begins) break;
    connected.unshift(bytes);
    begins = Number(offset);
  }
  return carriedFrom(Buffer.concat(connected), end);
}
