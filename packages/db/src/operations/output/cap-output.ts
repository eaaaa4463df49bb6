import type { Transaction } from '../../client';
import { appendEvent } from '../events/append-event';
import { OUTPUT_RETENTION } from './output-retention';

interface LongOutput {
  operationId: string;
  commandId: string;
  milestone: number;
  /** Bytes so far, those that are not kept included. */
  end: number;
}

/**
 * Drops the parts that lie wholly between head and tail and widens the gap on the command. Where there is a gap, of dropped parts
 * or of bytes that were never stored, appends one event. The operation is locked.
 */
export async function capOutput(
  tx: Transaction,
  { operationId, commandId, milestone, end }: LongOutput,
): Promise<void> {
  const gaps = await tx.$executeRaw`
    with dropped as (
      delete from outputs where command_id = ${commandId} and mark is null and "offset" >= ${OUTPUT_RETENTION.head}
        and "offset" + octet_length(bytes) <= ${end - OUTPUT_RETENTION.tail}
      returning "offset" as begins, "offset" + octet_length(bytes) as ends)
    update commands set gap_from = least(gap_from, (select min(begins) from dropped)),
      gap_to = greatest(gap_to, (select max(ends) from dropped))
    where id = ${commandId} and (gap_from is not null or exists (select 1 from dropped))`;
  if (gaps === 0) return;
  const data = { milestone, keptBytes: OUTPUT_RETENTION.head + OUTPUT_RETENTION.tail };
  await appendEvent(tx, { operationId, key: `output-capped-${commandId}`, type: 'output_capped', data });
}
