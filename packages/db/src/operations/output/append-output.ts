import { transaction } from '../../client';
import type { Database, Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { capOutput } from './cap-output';
import { OUTPUT_RETENTION } from './output-retention';

export interface NewOutputChunk {
  operationId: string;
  commandId: string;
  milestone: number;
  /** Bytes from the start of the command's output. */
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** So many bytes before `offset` are not stored, or never came: beyond the head, and more than the tail behind what the command has said. */
  skippedBytes?: number;
}

type CompleteChunk = Required<NewOutputChunk>;

/**
 * Stores a part of a command's output by compare-and-set on the command's next offset: what was stored already, by this
 * or by another attempt, is dropped. Returns the next offset to ask for.
 *
 * @throws Error when the part would leave a gap that was not left on purpose: the attempt asks again from the offset that is
 *   stored; when the head would be left out
 */
export async function appendOutput(db: Database, chunk: NewOutputChunk): Promise<number> {
  let remaining = { skippedBytes: 0, ...chunk };
  if (remaining.skippedBytes > 0 && remaining.offset - remaining.skippedBytes < OUTPUT_RETENTION.head)
    throw new Error(`Output of ${remaining.commandId} before ${remaining.offset} leaves out of its head`);
  while (remaining.bytes.length > 0) {
    const end = remaining.offset + remaining.bytes.length;
    if (await storeAndCap(db, remaining)) return end;
    const stored = await nextOffset(db, remaining.commandId);
    if (stored < remaining.offset - remaining.skippedBytes)
      throw new Error(`Output of ${remaining.commandId} at ${remaining.offset} leaves a gap after ${stored}`);
    if (stored >= end) return stored;
    remaining = remainderAfter(stored, remaining);
  }
  return remaining.offset;
}

/** What another attempt has not stored: it stored of what is left out here, or into the bytes. */
function remainderAfter(stored: number, chunk: CompleteChunk): CompleteChunk {
  if (stored <= chunk.offset) return { ...chunk, skippedBytes: chunk.offset - stored };
  return { ...chunk, skippedBytes: 0, offset: stored, bytes: chunk.bytes.subarray(stored - chunk.offset) };
}

/** Dropping the middle is a transaction: once a megabyte is often enough. A gap is recorded together with the chunk after it. */
const CAP_EVERY_BYTES = 1024 * 1024;

async function storeAndCap(db: Database, chunk: CompleteChunk): Promise<boolean> {
  const end = chunk.offset + chunk.bytes.length;
  const due =
    chunk.skippedBytes > 0 ||
    (end > OUTPUT_RETENTION.head + OUTPUT_RETENTION.tail && crossesBoundary(chunk.offset, end));
  if (!due) return (await db.$executeRaw(insertChunkSql(chunk))) === 1;
  return transaction(db, async (tx) => {
    const stored = (await tx.$executeRaw(insertChunkSql(chunk))) === 1;
    if (stored) await capOutput(tx, { ...chunk, end });
    return stored;
  });
}

const crossesBoundary = (from: number, to: number): boolean =>
  Math.floor(from / CAP_EVERY_BYTES) !== Math.floor(to / CAP_EVERY_BYTES);

/** One row where it was stored, none where the command's offset is another. The operation is locked before the command, as everywhere. */
function insertChunkSql(chunk: CompleteChunk): Prisma.Sql {
  const { operationId, commandId, milestone, offset, bytes, skippedBytes } = chunk;
  const gap = skippedBytes > 0 ? { from: offset - skippedBytes, to: offset } : { from: null, to: null };
  return Prisma.sql`
    with operation as (select id from operations where id = ${operationId} for update),
    moved as (
      update commands c set next_offset = ${offset + bytes.length},
        gap_from = least(c.gap_from, ${gap.from}::bigint), gap_to = greatest(c.gap_to, ${gap.to}::bigint)
      from operation o
      where c.id = ${commandId} and c.operation_id = o.id and c.next_offset = ${offset - skippedBytes} returning c.operation_id),
    numbered as (
      update operations o set last_output = last_output + 1 from moved m where o.id = m.operation_id
      returning o.last_output)
    insert into outputs (operation_id, n, milestone, command_id, "offset", bytes)
    select ${operationId}, last_output, ${milestone}, ${commandId}, ${offset}, ${bytes} from numbered`;
}

async function nextOffset(db: Transaction, commandId: string): Promise<number> {
  const command = await db.kysely
    .selectFrom('commands')
    .select('nextOffset')
    .where('id', '=', commandId)
    .executeTakeFirst();
  if (!command) throw new Error(`There is no command ${commandId}`);
  return Number(command.nextOffset);
}
