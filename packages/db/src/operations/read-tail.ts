import { atMost } from '../at-most';
import type { Transaction } from '../client';

const PIECES = 64;

interface Wanted {
  commandId: string;
  limitBytes: number;
  /** Of what comes before this byte; when left out, of all. */
  before?: number;
}

export interface Tail {
  /** Bytes from the start of the command's output to the end of these. */
  end: number;
  bytes: Uint8Array;
}

/**
 * The last `limitBytes` of a command's output, as far as they are there without a gap. What came in very small pieces may give
 * less. No more of a piece is read than is wanted: a piece may have half a megabyte.
 */
export async function readTail(db: Transaction, { commandId, limitBytes, before }: Wanted): Promise<Tail> {
  const pieces = await db.$queryRaw<{ end: bigint; size: number; last: Uint8Array }[]>`
    select "offset" + octet_length(bytes) as "end", octet_length(bytes) as size,
      substring(bytes from greatest(1, octet_length(bytes) + 1 - ${limitBytes}::int)) as last
    from outputs where command_id = ${commandId} and "offset" < ${before ?? Number.MAX_SAFE_INTEGER}
    order by "offset" desc ${atMost(Math.min(PIECES, limitBytes))}`;
  const end = Number(pieces[0]?.end ?? 0);
  const connected: Uint8Array[] = [];
  let missing = limitBytes;
  let begins = end;
  for (const piece of pieces) {
    if (missing <= 0 || Number(piece.end) !== begins) break;
    connected.unshift(piece.last.subarray(Math.max(0, piece.last.length - missing)));
    missing -= piece.last.length;
    begins -= piece.size;
  }
  return { end, bytes: Buffer.concat(connected) };
}
