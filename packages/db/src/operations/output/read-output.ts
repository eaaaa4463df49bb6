import { literalLimit } from '../../literal-limit';
import type { Transaction } from '../../client';
import type { OutputMark } from './output-marks';

export interface OutputChunk {
  n: number;
  milestone: number;
  commandId: string;
  /** Bytes from the start of the command's output. A jump from the chunk before is the middle that is not kept. */
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** Set where it is no output: `bytes` are empty. */
  mark: OutputMark | null;
  /** Which attempt at its milestone printed it, and whether that rolled it back. */
  attempt: number;
  undo: boolean;
  /** When it was stored. */
  at: Date;
}

interface OutputQuery {
  operationId: string;
  /** Number of the last chunk that the reader has. */
  after: number;
  /** Chunks are given until they hold this many bytes; at least one, at most 500. */
  limitBytes: number;
}

const BATCH = 500;

/** The next chunks of an operation's output, in order. */
export async function readOutput(
  db: Transaction,
  { operationId, after, limitBytes }: OutputQuery,
): Promise<OutputChunk[]> {
  const rows = await db.$queryRaw<(Omit<OutputChunk, 'offset'> & { offset: bigint })[]>`
    with sized as (
      select n, sum(octet_length(bytes)) over (order by n) - octet_length(bytes) as before from
        (select n, bytes from outputs where operation_id = ${operationId} and n > ${after} order by n ${literalLimit(BATCH)}) part)
    select o.n, o.milestone, o.command_id as "commandId", o."offset", o.bytes, o.mark, o.at, c.attempt, c.undo from sized s
    join outputs o on o.operation_id = ${operationId} and o.n = s.n
    join commands c on c.id = o.command_id
    where s.before < ${limitBytes} order by o.n`;
  return rows.map((row) => ({ ...row, offset: Number(row.offset) }));
}
