import { atMost } from '../at-most';
import type { Transaction } from '../client';
import type { OperationKind } from './words';

/** The width of a milestone that has never run. */
export const DEFAULT_WEIGHT_MS = 1000;
const RUNS = 20;
/** Operations that are looked through for them: what a submit costs must not grow with the history. */
const BACK = 100;

/**
 * What each milestone of a package usually takes: the median milliseconds of its last 20 runs in which it had something
 * to do, of the last 100 operations, by milestone id. A milestone that never ran is absent.
 */
export async function readMilestoneWeights(
  db: Transaction,
  { packageId, kind }: { packageId: string; kind: OperationKind },
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; ms: number }[]>`
    select milestone_id as id, greatest(1, round(percentile_cont(0.5) within group (order by ms)))::int as ms from (
      select m.milestone_id, extract(epoch from m.ended_at - m.started_at) * 1000 as ms,
        row_number() over (partition by m.milestone_id order by m.ended_at desc) as back
      from (
        select id from operations where package_id = ${packageId} and kind = ${kind}::operation_kind
        order by requested_at desc ${atMost(BACK)}) o
        cross join lateral (select * from milestones where operation_id = o.id and status = 'done' offset 0) m
      where m.applied > 0) runs
    where back <= ${RUNS} group by milestone_id`;
  return new Map(rows.map(({ id, ms }) => [id, ms]));
}
