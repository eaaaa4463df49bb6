import { transaction } from '../client';
import type { Database, Transaction } from '../client';
import { Prisma } from '../generated/client';
import { capOutput } from './cap-output';
import { KEPT } from './kept-output';

export interface OutputPart {
  operationId: string;
  commandId: string;
  milestone: number;
  /** Bytes from the start of the command's output. */
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** So many bytes before `offset` are not stored, or never came: beyond the head, and more than the tail behind what the command has said. */
  leftOut?: number;
}

type Part = Required<OutputPart>;

/**
 * Stores a part of a command's output by compare-and-set on the command's next offset: what was stored already, by this
 * or by another attempt, is dropped. Answers with the next offset to ask for.
 *
 * @throws Error when the part would leave a gap that was not left on purpose: the attempt asks again from the offset that is
 *   stored; when the head would be left out
 */
export async function appendOutput(db: Database, part: OutputPart): Promise<number> {
  let rest = { leftOut: 0, ...part };
  if (rest.leftOut > 0 && rest.offset - rest.leftOut < KEPT.head)
    throw new Error(`Output of ${rest.commandId} before ${rest.offset} leaves out of its head`);
  while (rest.bytes.length > 0) {
    const end = rest.offset + rest.bytes.length;
    if (await storeAndCap(db, rest)) return end;
    const stored = await nextOffset(db, rest.commandId);
    if (stored < rest.offset - rest.leftOut)
      throw new Error(`Output of ${rest.commandId} at ${rest.offset} leaves a gap after ${stored}`);
    if (stored >= end) return stored;
    rest = after(stored, rest);
  }
  return rest.offset;
}

/** What another attempt has not stored: it stored of what is left out here, or into the bytes. */
function after(stored: number, part: Part): Part {
  if (stored <= part.offset) return { ...part, leftOut: part.offset - stored };
  return { ...part, leftOut: 0, offset: stored, bytes: part.bytes.subarray(stored - part.offset) };
}

/** Dropping the middle is a transaction: once a megabyte is often enough. A gap is told of together with the part after it. */
const CAP_EVERY_BYTES = 1024 * 1024;

async function storeAndCap(db: Database, part: Part): Promise<boolean> {
  const end = part.offset + part.bytes.length;
  const due = part.leftOut > 0 || (end > KEPT.head + KEPT.tail && crosses(part.offset, end));
  if (!due) return (await db.$executeRaw(storing(part))) === 1;
  return transaction(db, async (tx) => {
    const stored = (await tx.$executeRaw(storing(part))) === 1;
    if (stored) await capOutput(tx, { ...part, end });
    return stored;
  });
}

const crosses = (from: number, to: number): boolean =>
  Math.floor(from / CAP_EVERY_BYTES) !== Math.floor(to / CAP_EVERY_BYTES);

/** One row where it was stored, none where the command's offset is another. The operation is locked before the command, as everywhere. */
function storing(part: Part): Prisma.Sql {
  const { operationId, commandId, milestone, offset, bytes, leftOut } = part;
  const gap = leftOut > 0 ? { from: offset - leftOut, to: offset } : { from: null, to: null };
  return Prisma.sql`
    with operation as (select id from operations where id = ${operationId} for update),
    moved as (
      update commands c set next_offset = ${offset + bytes.length},
        gap_from = least(c.gap_from, ${gap.from}::bigint), gap_to = greatest(c.gap_to, ${gap.to}::bigint)
      from operation o
      where c.id = ${commandId} and c.operation_id = o.id and c.next_offset = ${offset - leftOut} returning c.operation_id),
    numbered as (
      update operations o set last_output = last_output + 1 from moved m where o.id = m.operation_id
      returning o.last_output)
    insert into outputs (operation_id, n, milestone, command_id, "offset", bytes)
    select ${operationId}, last_output, ${milestone}, ${commandId}, ${offset}, ${bytes} from numbered`;
}

async function nextOffset(db: Transaction, commandId: string): Promise<number> {
  const [command] = await db.$queryRaw<{ nextOffset: bigint }[]>`
    select next_offset as "nextOffset" from commands where id = ${commandId}`;
  if (!command) throw new Error(`There is no command ${commandId}`);
  return Number(command.nextOffset);
}
