import type { Transaction } from '@milepost/db/client';
import type { OperationDetail } from '../../views';
import type { OperationRow } from './operation-rows';

const RUNS = 20;

/**
 * What such an operation usually takes on this kind of system: between the quartiles of its last 20 completed runs, in
 * milliseconds. Null before there were runs.
 */
export async function usuallyTakes(db: Transaction, row: OperationRow): Promise<OperationDetail['usually']> {
  const [usual] = await db.$queryRaw<{ from: number | null; to: number | null; runs: number }[]>`
    select percentile_cont(0.25) within group (order by ms) as "from",
      percentile_cont(0.75) within group (order by ms) as "to", count(*)::int as runs
    from (
      select extract(epoch from o.ended_at - o.started_at)::float8 * 1000 as ms
      from operations o join servers s on s.id = o.server_id join servers here on here.id = ${row.serverId}
      where o.package_id = ${row.packageId} and o.kind = ${row.kind}::operation_kind and o.status = 'completed'
        and o.id <> ${row.id} and o.started_at is not null
        and s.facts->>'os' = here.facts->>'os' and s.facts->>'version' = here.facts->>'version'
      order by o.ended_at desc limit ${RUNS}) runs`;
  if (!usual || usual.from === null || usual.to === null) return null;
  return { from: Math.round(usual.from), to: Math.round(usual.to), runs: usual.runs };
}
