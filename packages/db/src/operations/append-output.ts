import type { Database, Transaction } from '../client';
import { capOutput, CAP_BYTES } from './cap-output';

export interface OutputPart {
  operationId: string;
  commandId: string;
  milestone: number;
  /** Bytes from the start of the command's output. */
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Stores a part of a command's output by compare-and-set on the command's next offset: what was stored already, by this
 * or by another attempt, is dropped. Answers with the next offset to ask for.
 *
 * @throws Error when the part would leave a gap: the attempt asks again from the offset that is stored
 */
export async function appendOutput(db: Database, part: OutputPart): Promise<number> {
  let rest = part;
  while (rest.bytes.length > 0) {
    const end = rest.offset + rest.bytes.length;
    if (await store(db, rest)) {
      if (end > CAP_BYTES && crosses(rest.offset, end)) await capOutput(db, { ...rest, end });
      return end;
    }
    const stored = await nextOffset(db, rest.commandId);
    if (stored < rest.offset) {
      throw new Error(`Output of ${rest.commandId} at ${rest.offset} leaves a gap after ${stored}`);
    }
    if (stored >= end) return stored;
    rest = { ...rest, offset: stored, bytes: rest.bytes.subarray(stored - rest.offset) };
  }
  return rest.offset;
}

/** Dropping the middle is a transaction of its own: once a megabyte is often enough. */
const CAP_EVERY_BYTES = 1024 * 1024;

const crosses = (from: number, to: number): boolean =>
  Math.floor(from / CAP_EVERY_BYTES) !== Math.floor(to / CAP_EVERY_BYTES);

/** One statement. The operation is locked before the command, as everywhere; false: the command's offset is another. */
async function store(db: Transaction, part: OutputPart): Promise<boolean> {
  const { operationId, commandId, milestone, offset, bytes } = part;
  const rows = await db.$executeRaw`
    with operation as (select id from operations where id = ${operationId} for update),
    moved as (
      update commands c set next_offset = ${offset + bytes.length} from operation o
      where c.id = ${commandId} and c.operation_id = o.id and c.next_offset = ${offset} returning c.operation_id),
    numbered as (
      update operations o set last_output = last_output + 1 from moved m where o.id = m.operation_id
      returning o.last_output)
    insert into outputs (operation_id, n, milestone, command_id, "offset", bytes)
    select ${operationId}, last_output, ${milestone}, ${commandId}, ${offset}, ${bytes} from numbered`;
  return rows === 1;
}

async function nextOffset(db: Transaction, commandId: string): Promise<number> {
  const { nextOffset } = await db.command.findUniqueOrThrow({
    where: { id: commandId },
    select: { nextOffset: true },
  });
  return Number(nextOffset);
}
