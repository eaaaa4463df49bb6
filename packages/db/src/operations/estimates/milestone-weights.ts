import { literalLimit } from '../../literal-limit';
import type { Transaction } from '../../client';
import { MIN_RUNS } from './min-runs';
import type { OperationKind } from '@milepost/contract/operation-kinds';

/** The width of a milestone that has never run. */
export const DEFAULT_WEIGHT_MS = 1000;
const MAX_RUNS = 20;
/** Operations that are looked through for them: what a submit costs must not grow with the history. */
const MAX_OPERATIONS = 100;

/**
 * The width of each milestone of a package in the progress bar, by milestone id: the median milliseconds of work in its last
 * 20 runs that had something to do, of the last 100 operations. With fewer than five runs it moves from the default
 * toward their median, by the same factor with each run, so that a single slow one does not take up the bar.
 * A milestone that never ran is absent.
 */
export async function readMilestoneWeights(
  db: Transaction,
  { packageId, kind }: { packageId: string; kind: OperationKind },
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; ms: number; runs: number }[]>`
    select milestone_id as id, count(*)::int as runs, percentile_cont(0.5) within group (order by ms)::float8 as ms from (
      select m.milestone_id, m.worked_ms as ms,
        row_number() over (partition by m.milestone_id order by m.ended_at desc) as back
      from (
        select id from operations where package_id = ${packageId} and kind = ${kind}
        order by requested_at desc ${literalLimit(MAX_OPERATIONS)}) o
        cross join lateral (select * from milestones where operation_id = o.id and status = 'done' offset 0) m
      where m.applied > 0 and m.worked_ms > 0) runs
    where back <= ${MAX_RUNS} group by milestone_id`;
  return new Map(rows.map(({ id, ms, runs }) => [id, blendWithDefault(ms, runs)]));
}

function blendWithDefault(medianMs: number, runs: number): number {
  const trust = Math.min(1, runs / MIN_RUNS);
  return Math.max(1, Math.round(DEFAULT_WEIGHT_MS ** (1 - trust) * medianMs ** trust));
}
