import { atMost } from '../at-most';
import { Prisma } from '../generated/client';
import type { Transaction } from '../client';
import type { OperationKind } from './words';

/** How long something took in the middle half of its earlier runs, in milliseconds. */
export interface Usual {
  from: number;
  to: number;
  runs: number;
}

interface Like {
  packageId: string;
  kind: OperationKind;
  /** Runs on servers of the same operating system and version as this one count, and no others. */
  serverId: string;
}

const RUNS = 20;
/** Operations that are looked through for them: what an operation's page costs must not grow with the history. */
const BACK = 100;

const isLike = ({ packageId, kind, serverId }: Like): Prisma.Sql => Prisma.sql`
  o.package_id = ${packageId} and o.kind = ${kind}::operation_kind and exists (
    select 1 from servers s, servers here where s.id = o.server_id and here.id = ${serverId}
      and s.facts->>'os' is not distinct from here.facts->>'os'
      and s.facts->>'version' is not distinct from here.facts->>'version')`;

/** How long an operation like this one took in its last 20 runs that completed; null before the first. */
export async function readUsualDuration(db: Transaction, like: Like): Promise<Usual | null> {
  const [row] = await db.$queryRaw<{ from: number | null; to: number | null; runs: number }[]>`
    select count(*)::int as runs, round(percentile_cont(0.25) within group (order by ms))::float8 as "from",
      round(percentile_cont(0.75) within group (order by ms))::float8 as "to"
    from (
      select extract(epoch from o.ended_at - o.started_at) * 1000 as ms from operations o
      where ${isLike(like)} and o.status = 'completed'
      order by o.requested_at desc ${atMost(RUNS)}) runs`;
  if (!row || row.from === null || row.to === null) return null;
  return { from: row.from, to: row.to, runs: row.runs };
}

/**
 * The same of each milestone, by its id: of the runs that had something to do, where there were any, in the last 100 operations
 * of this kind and package. One that never ran is absent.
 */
export async function readUsualMilestones(db: Transaction, like: Like): Promise<Map<string, Usual>> {
  const rows = await db.$queryRaw<(Usual & { id: string })[]>`
    select id, count(*)::int as runs, round(percentile_cont(0.25) within group (order by ms))::float8 as "from",
      round(percentile_cont(0.75) within group (order by ms))::float8 as "to"
    from (
      select m.milestone_id as id, extract(epoch from m.ended_at - m.started_at) * 1000 as ms,
        (m.applied > 0) as changed, bool_or(m.applied > 0) over (partition by m.milestone_id) as ever_changed,
        row_number() over (partition by m.milestone_id, m.applied > 0 order by m.ended_at desc) as back
      from (
        select * from operations where package_id = ${like.packageId} and kind = ${like.kind}::operation_kind
        order by requested_at desc ${atMost(BACK)}) o
        cross join lateral (select * from milestones where operation_id = o.id and status = 'done' offset 0) m
      where ${isLike(like)}) runs
    where back <= ${RUNS} and changed = ever_changed group by id`;
  return new Map(rows.map(({ id, ...usual }) => [id, usual]));
}
