import type { Transaction } from '../client';

interface Ended {
  succeeded: number;
  failed: number;
  cancelled: number;
  /** Milliseconds from begin to end of those that succeeded; null where there are none. */
  medianMs: number | null;
  p90Ms: number | null;
}

export interface Statistics extends Ended {
  /** The days on which something ended, the oldest first; `day` is a date in UTC, "2026-01-31". */
  days: (Ended & { day: string })[];
}

/** What ended in the last days: in all, and day by day. */
export async function readStatistics(db: Transaction, { days }: { days: number }): Promise<Statistics> {
  const rows = await db.$queryRaw<(Ended & { day: string | null })[]>`
    select to_char(day, 'YYYY-MM-DD') as day,
      count(*) filter (where status = 'completed')::int as succeeded,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status = 'cancelled')::int as cancelled,
      round(percentile_cont(0.5) within group (order by ms) filter (where status = 'completed'))::float8 as "medianMs",
      round(percentile_cont(0.9) within group (order by ms) filter (where status = 'completed'))::float8 as "p90Ms"
    from (
      select status, ended_at::date as day, extract(epoch from ended_at - started_at) * 1000 as ms from operations
      where ended_at > clock_timestamp() - ${days} * interval '1 day' and status in ('completed', 'failed', 'cancelled')) ended
    group by grouping sets ((day), ()) order by day nulls first`;
  const all = rows.find(({ day }) => day === null);
  return {
    ...(all ?? { succeeded: 0, failed: 0, cancelled: 0, medianMs: null, p90Ms: null }),
    days: rows.flatMap((row) => (row.day === null ? [] : [{ ...row, day: row.day }])),
  };
}
