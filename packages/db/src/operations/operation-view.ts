import { Prisma } from '../generated/client';
import type { InstallationStatus } from '../generated/client';
import type { Transaction } from '../client';
import { progressOf } from './progress';
import type { MilestoneCount } from './record-count';
import type { Progress } from './progress';
import type { MilestoneStatus, OperationKind, OperationOutcome, OperationStatus, Phase } from './words';

export interface MilestoneView {
  n: number;
  milestoneId: string;
  label: string;
  status: MilestoneStatus;
  /** What it usually takes, in milliseconds. */
  weight: number;
  attempts: number;
  states: number;
  /** States that had to be brought about, once done. */
  applied: number | null;
  /** Where the attempt stands, from 1. */
  state: number | null;
  phase: Phase | null;
  failure: string | null;
  /** What its state counts. */
  count: MilestoneCount | null;
  /** While it runs: when something was last heard of it. */
  lastOutputAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** What an operation waits for right now. */
export type OperationNotice =
  | { kind: 'lane'; behind: string; place: number }
  | { kind: 'blocked'; command: string; since: string }
  | { kind: 'waiting'; for: string; since: string }
  | { kind: 'reconnecting'; attempt: number; since: string; reason: string }
  | { kind: 'retrying'; label: string; attempt: number; of: number; at: string }
  | { kind: 'engine_unreachable'; since: string };

export interface OperationView {
  id: string;
  kind: OperationKind;
  packageId: string;
  title: string;
  server: { id: string; name: string };
  /** `live`: not uninstalled. */
  installation: { id: string; status: InstallationStatus; live: boolean };
  status: OperationStatus;
  /** The run that was terminated under it. */
  interrupted: string | null;
  progress: Progress;
  milestones: MilestoneView[];
  notice: OperationNotice | null;
  conclusion: string | null;
  outcome: OperationOutcome | null;
  /** 1: forwards; -1: rolling back. */
  direction: 1 | -1;
  pauseAskedBy: string | null;
  pauseAskedAt: Date | null;
  resumeAt: Date | null;
  decideBefore: Date | null;
  cancelAskedBy: string | null;
  stopWaitingBy: string | null;
  /** The decision point that is open, or was last open. */
  decisionPoint: number;
  requestedBy: string;
  requestedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  lastEvent: number;
  lastOutput: number;
  /** The last event that people were told of; 0: none. */
  toldEvent: number;
}

type Row = Omit<OperationView, 'progress' | 'milestones' | 'notice'> & {
  percentage: number;
  milestones: (Omit<MilestoneView, 'lastOutputAt' | 'startedAt' | 'endedAt'> & {
    lastOutputAt: string | null;
    startedAt: string | null;
    endedAt: string | null;
  })[];
  notice: OperationNotice | null;
  retryAt: Date | null;
  lane: { behind: string; place: number } | null;
  blocked: { command: string; since: string } | null;
  undeliveredSince: Date | null;
};

/** An operation whose start nobody has delivered for so long waits for the workflow engine. */
const UNDELIVERED = Prisma.sql`interval '3 s'`;

/** Operations in one query. `where` is about `o`, `tail` orders and limits. */
export async function selectOperations(
  db: Transaction,
  { where, tail = Prisma.empty }: { where: Prisma.Sql; tail?: Prisma.Sql },
): Promise<OperationView[]> {
  const rows = await db.$queryRaw<Row[]>`
    select o.id, o.kind, o.package_id as "packageId", o.title, o.status, o.interrupted, o.notice, o.conclusion,
      json_build_object('id', s.id, 'name', s.name) as server,
      json_build_object('id', i.id, 'status', i.status, 'live', i.uninstalled_at is null) as installation,
      o.cancel_asked_by as "cancelAskedBy", o.stop_waiting_by as "stopWaitingBy", o.outcome, o.direction,
      o.pause_asked_by as "pauseAskedBy", o.pause_asked_at as "pauseAskedAt", o.resume_at as "resumeAt", o.decide_before as "decideBefore", o.decision_point as "decisionPoint", o.percentage, o.retry_at as "retryAt",
      o.requested_by as "requestedBy", o.requested_at as "requestedAt", o.started_at as "startedAt", o.ended_at as "endedAt",
      o.last_event as "lastEvent", o.last_output as "lastOutput",
      coalesce((select max(event) from notifications where operation_id = o.id), 0) as "toldEvent",
      (select coalesce(json_agg(json_build_object('n', n, 'milestoneId', milestone_id, 'label', label, 'status', status,
          'weight', weight, 'attempts', attempts, 'states', states, 'applied', applied, 'state', state, 'phase', phase,
          'failure', failure, 'count', count, 'lastOutputAt', case when status = 'running' then greatest(started_at, moved_at,
            (select at from outputs where operation_id = o.id and n = o.last_output and milestone = milestones.n)) end,
          'startedAt', started_at, 'endedAt', ended_at) order by n), '[]')
        from milestones where operation_id = o.id) as milestones,
      case when o.status = 'queued' then (
        select json_build_object('behind', h.title, 'place',
          (select count(*) from lane_entries e where e.lane_id = mine.lane_id and e.waiting and e.place <= mine.place))
        from lane_entries mine join lanes l on l.id = mine.lane_id join operations h on h.id = l.holder
        where mine.operation_id = o.id and mine.waiting and h.id <> o.id) end as lane,
      (select json_build_object('command', l.blocked, 'since', l.blocked_at) from lanes l
        where l.id = o.server_id and l.blocked is not null and (o.status in ('paused', 'deciding')
          or (o.status = 'queued' and (l.holder is null or l.holder = o.id)))) as blocked,
      case when o.status = 'queued' then (
        select min(b.created_at) from outbox b where b.operation_id = o.id and b.kind = 'start' and b.sent_at is null
          and b.created_at < clock_timestamp() - ${UNDELIVERED}) end as "undeliveredSince"
    from operations o join servers s on s.id = o.server_id join installations i on i.id = o.installation_id
    where ${where} ${tail}`;
  return rows.map(toView);
}

function toView({ percentage, retryAt, lane, blocked, undeliveredSince, ...row }: Row): OperationView {
  return {
    ...row,
    progress: progressOf({ status: row.status, direction: row.direction, percentage }, row.milestones),
    milestones: row.milestones.map((milestone) => ({
      ...milestone,
      lastOutputAt: milestone.lastOutputAt === null ? null : new Date(milestone.lastOutputAt),
      startedAt: milestone.startedAt === null ? null : new Date(milestone.startedAt),
      endedAt: milestone.endedAt === null ? null : new Date(milestone.endedAt),
    })),
    notice: toNotice({ notice: row.notice, retryAt, lane, blocked, undeliveredSince }),
  };
}

function toNotice({
  notice,
  retryAt,
  lane,
  blocked,
  undeliveredSince,
}: Pick<Row, 'notice' | 'retryAt' | 'lane' | 'blocked' | 'undeliveredSince'>): OperationNotice | null {
  if (notice?.kind === 'retrying') return retryAt && { ...notice, at: retryAt.toISOString() };
  if (notice) return notice;
  if (blocked) return { kind: 'blocked', ...blocked, since: new Date(blocked.since).toISOString() };
  if (lane) return { kind: 'lane', ...lane };
  if (undeliveredSince) return { kind: 'engine_unreachable', since: undeliveredSince.toISOString() };
  return null;
}
