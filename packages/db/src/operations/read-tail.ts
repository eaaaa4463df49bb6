import { atMost } from '../at-most';
import type { Transaction } from '../client';

const PIECES = 64;

/** The last `limitBytes` of a command's output. What came in very small pieces may give less. */
export async function readTail(
  db: Transaction,
  { commandId, limitBytes }: { commandId: string; limitBytes: number },
): Promise<Uint8Array> {
  const rows = await db.$queryRaw<{ bytes: Uint8Array }[]>`
    select bytes from outputs where command_id = ${commandId} order by "offset" desc ${atMost(PIECES)}`;
  const all = Buffer.concat(rows.reverse().map(({ bytes }) => bytes));
  return all.subarray(Math.max(0, all.length - limitBytes));
}
