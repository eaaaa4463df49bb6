import { ENDED } from '../ended';
import type { Transaction } from '../../client';
import { MIN_RUNS } from './min-runs';

interface EndedCounts {
  succeeded: number;
  /** Failed, or rolled back after a failure. */
  failed: number;
  /** Canceled by a person while nothing had failed. */
  canceled: number;
  /** Milliseconds of work of those that succeeded and changed something; null where there are too few. */
  medianMs: number | null;
  /** Null where there are fewer than five. */
  p90Ms: number | null;
}

export interface Statistics extends EndedCounts {
  /** The days on which something ended, the oldest first; `day` is a date in UTC, "2026-01-31". */
  days: (EndedCounts & { day: string })[];
}

type Row = EndedCounts & { day: string | null; runs: number };

/** What ended in the last days: in all, and day by day. A day's median may come from a single run. */
export async function readStatistics(db: Transaction, { days }: { days: number }): Promise<Statistics> {
  // A decision point is raised by every failure: what was canceled or rolled back after one has failed.
  const rows = await db.$queryRaw<Row[]>`
    select to_char(day, 'YYYY-MM-DD') as day,
      count(*) filter (where status = 'completed')::int as succeeded,
      count(*) filter (where status = 'failed' or (status = 'canceled' and had_failed))::int as failed,
      count(*) filter (where status = 'canceled' and not had_failed)::int as canceled,
      count(ms)::int as runs,
      round(percentile_cont(0.5) within group (order by ms))::float8 as "medianMs",
      round(percentile_cont(0.9) within group (order by ms))::float8 as "p90Ms"
    from (
      select status, ended_at::date as day, decision_point > 0 as had_failed,
        case when status = 'completed' and worked_ms > 0 and exists (
          select 1 from milestones m where m.operation_id = o.id and m.applied > 0) then worked_ms end as ms
      from operations o
      where ended_at > clock_timestamp() - ${days} * interval '1 day' and status in ${ENDED}) ended
    group by grouping sets ((day), ()) order by day nulls first`;
  const all = rows.find(({ day }) => day === null);
  return {
    ...(all
      ? toCounts(all, MIN_RUNS)
      : { succeeded: 0, failed: 0, canceled: 0, medianMs: null, p90Ms: null }),
    days: rows.flatMap((row) => (row.day === null ? [] : [{ ...toCounts(row, 1), day: row.day }])),
  };
}

function toCounts({ succeeded, failed, canceled, medianMs, p90Ms, runs }: Row, fewest: number): EndedCounts {
  return {
    ...{ succeeded, failed, canceled },
    medianMs: runs < fewest ? null : medianMs,
    p90Ms: runs < MIN_RUNS ? null : p90Ms,
  };
}
