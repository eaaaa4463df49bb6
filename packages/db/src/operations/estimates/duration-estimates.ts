import { literalLimit } from '../../literal-limit';
import { Prisma } from '../../generated/client';
import type { Transaction } from '../../client';
import { MIN_RUNS } from './min-runs';
import type { OperationKind } from '@milepost/contract/operation-kinds';

/** How long something worked in the middle half of its earlier runs, in milliseconds. */
export interface DurationRange {
  from: number;
  to: number;
  runs: number;
}

interface ComparableRuns {
  packageId: string;
  kind: OperationKind;
  /** Runs on servers of the same operating system and version as this one count, and no others. */
  serverId: string;
}

const MAX_RUNS = 20;
/** Operations that are looked through for them: what an operation's page costs must not grow with the history. */
const MAX_OPERATIONS = 100;

const isComparable = ({ packageId, kind, serverId }: ComparableRuns): Prisma.Sql => Prisma.sql`
  o.package_id = ${packageId} and o.kind = ${kind} and exists (
    select 1 from servers s, servers here where s.id = o.server_id and here.id = ${serverId}
      and s.facts->>'os' is not distinct from here.facts->>'os'
      and s.facts->>'version' is not distinct from here.facts->>'version')`;

/**
 * How long an operation like this one worked in its last 20 runs that completed and changed something, of the last 100 operations of
 * this kind and package; null where there are fewer than five.
 */
export async function readTypicalDuration(
  db: Transaction,
  runs: ComparableRuns,
): Promise<DurationRange | null> {
  const [row] = await db.$queryRaw<{ from: number | null; to: number | null; runs: number }[]>`
    select count(*)::int as runs, round(percentile_cont(0.25) within group (order by ms))::float8 as "from",
      round(percentile_cont(0.75) within group (order by ms))::float8 as "to"
    from (
      select o.worked_ms as ms from (${recentOperationsSql(runs)}) o
      where ${isComparable(runs)} and o.status = 'completed' and o.worked_ms > 0
        and exists (select 1 from milestones m where m.operation_id = o.id and m.applied > 0)
      order by o.requested_at desc ${literalLimit(MAX_RUNS)}) runs`;
  if (!row || row.runs < MIN_RUNS || row.from === null || row.to === null) return null;
  return { from: row.from, to: row.to, runs: row.runs };
}

/**
 * The same of each milestone, by its id: of the runs that had something to do, where there were any, and otherwise of those that had
 * not, for then it never has. One with fewer than five is absent.
 */
export async function readTypicalMilestoneDurations(
  db: Transaction,
  runs: ComparableRuns,
): Promise<Map<string, DurationRange>> {
  const rows = await db.$queryRaw<(DurationRange & { id: string })[]>`
    select id, count(*)::int as runs, round(percentile_cont(0.25) within group (order by ms))::float8 as "from",
      round(percentile_cont(0.75) within group (order by ms))::float8 as "to"
    from (
      select m.milestone_id as id, m.worked_ms as ms,
        (m.applied > 0) as changed, bool_or(m.applied > 0) over (partition by m.milestone_id) as ever_changed,
        row_number() over (partition by m.milestone_id, m.applied > 0 order by m.ended_at desc) as back
      from (${recentOperationsSql(runs)}) o
        cross join lateral (select * from milestones where operation_id = o.id and status = 'done' offset 0) m
      where ${isComparable(runs)} and m.worked_ms > 0) runs
    where back <= ${MAX_RUNS} and changed = ever_changed group by id having count(*) >= ${MIN_RUNS}`;
  return new Map(rows.map(({ id, ...range }) => [id, range]));
}

const recentOperationsSql = ({ packageId, kind }: ComparableRuns): Prisma.Sql => Prisma.sql`
  select * from operations where package_id = ${packageId} and kind = ${kind}
  order by requested_at desc ${literalLimit(MAX_OPERATIONS)}`;
