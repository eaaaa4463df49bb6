import type { Transaction } from '../client';

export interface UnsureOperation {
  id: string;
  /** The run that opened it last; null when none has. */
  runId: string | null;
}

/** Open operations that a workflow should be running for some time now. */
export function readUnsure(db: Transaction, { afterMs }: { afterMs: number }): Promise<UnsureOperation[]> {
  return db.$queryRaw<UnsureOperation[]>`
    select id, run_id as "runId" from operations
    where status not in ('completed', 'failed', 'cancelled') and interrupted is null
      and dispatched_at < clock_timestamp() - ${afterMs} * interval '1 ms'
    order by requested_at limit 1000`;
}
