import { transaction } from '../client';
import type { Database } from '../client';
import { appendEvent } from './append-event';

/** What is kept of a long output: its beginning and its end. */
const HEAD_BYTES = 4 * 1024 * 1024;
const TAIL_BYTES = 4 * 1024 * 1024;
export const CAP_BYTES = HEAD_BYTES + TAIL_BYTES;

interface LongOutput {
  operationId: string;
  commandId: string;
  milestone: number;
  /** Bytes stored so far, dropped ones included. */
  end: number;
}

/** Drops the parts that lie wholly between head and tail, widens the gap on the command, and tells of it once. */
export function capOutput(
  db: Database,
  { operationId, commandId, milestone, end }: LongOutput,
): Promise<void> {
  return transaction(db, async (tx) => {
    await tx.$queryRaw`select 1 from operations where id = ${operationId} for update`;
    const dropped = await tx.$executeRaw`
      with dropped as (
        delete from outputs where command_id = ${commandId} and "offset" >= ${HEAD_BYTES}
          and "offset" + octet_length(bytes) <= ${end - TAIL_BYTES}
        returning "offset" as begins, "offset" + octet_length(bytes) as ends)
      update commands set gap_from = least(gap_from, (select min(begins) from dropped)),
        gap_to = greatest(gap_to, (select max(ends) from dropped))
      where id = ${commandId} and exists (select 1 from dropped)`;
    if (dropped === 0) return;
    const data = { milestone, keptBytes: CAP_BYTES };
    await appendEvent(tx, { operationId, key: `output-capped-${commandId}`, type: 'output_capped', data });
  });
}
