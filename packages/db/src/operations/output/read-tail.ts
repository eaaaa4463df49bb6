import { literalLimit } from '../../literal-limit';
import type { Transaction } from '../../client';

const MIN_CHUNKS = 64;
/** Where more than that is wanted: so many bytes of output are taken to come in a piece of their own. */
const EXPECTED_CHUNK_BYTES = 256;

interface TailQuery {
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
export async function readTail(db: Transaction, { commandId, limitBytes, before }: TailQuery): Promise<Tail> {
  const chunks = await db.$queryRaw<{ end: bigint; size: number; last: Uint8Array }[]>`
    select "offset" + octet_length(bytes) as "end", octet_length(bytes) as size,
      substring(bytes from greatest(1, octet_length(bytes) + 1 - ${limitBytes}::int)) as last
    from outputs where command_id = ${commandId} and mark is null and "offset" < ${before ?? Number.MAX_SAFE_INTEGER}
    order by "offset" desc ${literalLimit(Math.min(Math.max(MIN_CHUNKS, Math.ceil(limitBytes / EXPECTED_CHUNK_BYTES)), limitBytes))}`;
  const end = Number(chunks[0]?.end ?? 0);
  const connected: Uint8Array[] = [];
  let missing = limitBytes;
  let start = end;
  for (const chunk of chunks) {
    if (missing <= 0 || Number(chunk.end) !== start) break;
    connected.unshift(chunk.last.subarray(Math.max(0, chunk.last.length - missing)));
    missing -= chunk.last.length;
    start -= chunk.size;
  }
  return { end, bytes: Buffer.concat(connected) };
}
