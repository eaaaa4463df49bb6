import type { Conclusion } from '@milepost/contract/conclusion';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { RequestedChange } from '@milepost/contract/requested-decision';
import type { Failure } from '@milepost/contract/failure';
import type { OperationNotice } from '@milepost/contract/operation-notice';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import { Prisma } from '../../generated/client';
import type { InstallationStatus } from '../../generated/client';
import type { Transaction } from '../../client';
import { ABANDONED, CREW, UNATTENDED, UNATTENDED_SINCE } from '../../workers/silence';
import { progressOf } from '../estimates/progress';
import type { ShownMilestone } from '../lock-operation';
import type { MilestoneCount } from '../milestones/record-count';
import type { Progress } from '../estimates/progress';
import type { MilestoneStatus, OperationOutcome, OperationStatus, Phase } from '@milepost/contract/statuses';

export interface MilestoneView {
  n: number;
  milestoneId: string;
  label: string;
  status: MilestoneStatus;
  /** What it usually takes, in milliseconds. */
  weight: number;
  attempts: number;
  states: number;
  /** States that had to be applied, once done. */
  applied: number | null;
  /** The state that the attempt is at, from 1. */
  state: number | null;
  phase: Phase | null;
  failure: Failure | null;
  /** The cause alone, and what to do about it, where the server or the plan says. */
  cause: string | null;
  hint: string | null;
  /** What its state counts. */
  count: MilestoneCount | null;
  /** While it runs: when something was last heard of it. */
  lastOutputAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface OperationView {
  id: string;
  kind: OperationKind;
  packageId: string;
  title: string;
  /** `removed`: by a person; its history stays. */
  server: { id: string; name: string; removed: boolean };
  /** `live`: not uninstalled. `title`: null where it has that of its package. */
  installation: {
    id: string;
    status: InstallationStatus;
    live: boolean;
    title: string | null;
    /** What it lives in. */
    parent: { id: string; title: string | null; packageId: string } | null;
  };
  status: OperationStatus;
  /** The run that was terminated under it. */
  interrupted: string | null;
  progress: Progress;
  milestones: MilestoneView[];
  notice: OperationNotice | null;
  conclusion: Conclusion | null;
  /** What an install that did not complete left on its server, in a few words each; null where nobody has looked. */
  leftovers: string[] | null;
  outcome: OperationOutcome | null;
  /** 1: forwards; -1: rolling back. */
  direction: 1 | -1;
  pauseRequestedBy: string | null;
  pauseRequestedAt: Date | null;
  resumeAt: Date | null;
  decisionDeadline: Date | null;
  cancelRequestedBy: string | null;
  abandonedBy: string | null;
  /** The decision point that is open, or was last open. */
  decisionPoint: number;
  /** Of its workflow in Temporal; null until a worker has accepted it. */
  workflowId: string | null;
  requestedBy: string;
  requestedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Milliseconds that its commands worked. */
  workedMs: number;
  lastEvent: number;
  lastOutput: number;
  /** The last event that people were notified of; 0: none. */
  lastNotifiedEvent: number;
  /** Of the plan that a person saw. */
  shownHash: string;
  /** Of what a worker compiled; null before that. */
  planHash: string | null;
  /** What a person asked for and no worker has carried out yet. */
  requested: { change: RequestedChange; by: string; since: string; worker: boolean } | null;
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
  /** Of the plan that a person saw; null once a worker has compiled it. */
  shown: ShownMilestone[] | null;
  queue: { behind: string; place: number } | null;
  blocked: { command: UnverifiedCommand; since: string } | null;
  undeliveredSince: Date | null;
  workerLostSince: Date | null;
  unattendedSince: Date | null;
};

/** An operation whose start nobody has delivered for so long waits for the workflow engine. */
const UNDELIVERED_AFTER = Prisma.sql`interval '3 s'`;

/** Operations in one query. `where` is about `o`, `tail` orders and limits. */
export async function selectOperations(
  db: Transaction,
  { where, tail = Prisma.empty }: { where: Prisma.Sql; tail?: Prisma.Sql },
): Promise<OperationView[]> {
  const rows = await db.$queryRaw<Row[]>`
    select o.id, o.kind, o.package_id as "packageId", o.title, o.status, o.interrupted, o.notice, o.conclusion, o.leftovers,
      json_build_object('id', s.id, 'name', s.name, 'removed', s.removed_at is not null) as server,
      json_build_object('id', i.id, 'status', i.status, 'live', i.uninstalled_at is null, 'title', i.title,
        'parent', case when p.id is not null then json_build_object('id', p.id, 'title', p.title, 'packageId', p.package_id) end) as installation,
      o.cancel_requested_by as "cancelRequestedBy", o.abandoned_by as "abandonedBy", o.outcome, o.direction,
      o.pause_requested_by as "pauseRequestedBy", o.pause_requested_at as "pauseRequestedAt", o.resume_at as "resumeAt", o.decision_deadline as "decisionDeadline", o.decision_point as "decisionPoint", o.percentage, o.retry_at as "retryAt",
      coalesce(o.workflow_id, case when o.last_event > 0 then 'operation/' || o.id end) as "workflowId",
      o.requested_by as "requestedBy", o.requested_at as "requestedAt", o.started_at as "startedAt", o.ended_at as "endedAt", o.worked_ms as "workedMs",
      o.last_event as "lastEvent", o.last_output as "lastOutput",
      o.shown_hash as "shownHash", o.plan_hash as "planHash", case when o.plan_hash is null then o.shown_milestones end as shown,
      coalesce((select max(event) from notifications where operation_id = o.id), 0) as "lastNotifiedEvent",
      (select coalesce(json_agg(json_build_object('n', n, 'milestoneId', milestone_id, 'label', label, 'status', status,
          'weight', weight, 'attempts', attempts, 'states', states, 'applied', applied, 'state', state, 'phase', phase,
          'failure', failure, 'cause', cause, 'hint', hint, 'count', count, 'lastOutputAt', case when status = 'running' then greatest(started_at, moved_at,
            (select at from outputs where operation_id = o.id and n = o.last_output and milestone = milestones.n)) end,
          'startedAt', started_at, 'endedAt', ended_at) order by n), '[]')
        from milestones where operation_id = o.id) as milestones,
      (select json_build_object('change', coalesce(data -> 'choice' ->> 'action', kind), 'by', requested_by, 'since', requested_at, 'worker', crew.alive)
        from requests where operation_id = o.id and answered_at is null and expires_at is null and kind <> 'submit'
        order by id desc limit 1) as requested,
      case when o.status = 'queued' then (
        select json_build_object('behind', h.title, 'place',
          (select count(*) from queue_entries e where e.queue_id = mine.queue_id and e.waiting and e.place <= mine.place))
        from queue_entries mine join server_queues l on l.id = mine.queue_id join operations h on h.id = l.holder
        where mine.operation_id = o.id and mine.waiting and h.id <> o.id) end as queue,
      (select json_build_object('command', l.blocked, 'since', l.blocked_at) from server_queues l
        where l.id = o.server_id and l.blocked is not null and (o.status in ('paused', 'awaiting_decision')
          or (o.status = 'queued' and (l.holder is null or l.holder = o.id)))) as blocked,
      case when o.status = 'queued' then (
        select min(b.created_at) from outbox b where b.operation_id = o.id and b.kind = 'start' and b.sent_at is null
          and b.created_at < clock_timestamp() - ${UNDELIVERED_AFTER}) end as "undeliveredSince",
      case when ${Prisma.raw(ABANDONED)} then w.beat_at end as "workerLostSince",
      case when ${Prisma.raw(UNATTENDED)} then ${Prisma.raw(UNATTENDED_SINCE)} end as "unattendedSince"
    from operations o join servers s on s.id = o.server_id join installations i on i.id = o.installation_id
      left join installations p on p.id = i.parent_id left join workers w on w.id = o.worker_id cross join ${Prisma.raw(CREW)}
    where ${where} ${tail}`;
  return rows.map(toView);
}

function toView({ shown, ...row }: Row): OperationView {
  return toCompleteView(shown === null ? row : { ...row, milestones: shown.map(toPending) });
}

const toPending = (
  { id, label, states, weight }: ShownMilestone,
  index: number,
): Row['milestones'][number] => ({
  ...{ n: index + 1, milestoneId: id, label, status: 'pending', weight, attempts: 0, states },
  ...{ applied: null, state: null, phase: null, failure: null, cause: null, hint: null, count: null },
  ...{ lastOutputAt: null, startedAt: null, endedAt: null },
});

function toCompleteView({
  percentage,
  retryAt,
  queue,
  blocked,
  undeliveredSince,
  workerLostSince,
  unattendedSince,
  ...row
}: Omit<Row, 'shown'>): OperationView {
  const unattendedNotice = toUnattendedNotice({ ...row, workerLostSince, unattendedSince });
  return {
    ...row,
    progress: progressOf({ status: row.status, direction: row.direction, percentage }, row.milestones),
    milestones: row.milestones.map((milestone) => ({
      ...milestone,
      lastOutputAt: milestone.lastOutputAt === null ? null : new Date(milestone.lastOutputAt),
      startedAt: milestone.startedAt === null ? null : new Date(milestone.startedAt),
      endedAt: milestone.endedAt === null ? null : new Date(milestone.endedAt),
    })),
    notice:
      requestedNotice(row) ??
      unattendedNotice ??
      toNotice({ notice: row.notice, retryAt, queue, blocked, undeliveredSince }),
  };
}

function requestedNotice({ requested }: Pick<Row, 'requested'>): OperationNotice | null {
  return requested && { kind: 'requested', ...requested, since: new Date(requested.since).toISOString() };
}

/** Nobody works on it, whatever the worker that did has left as a notice. */
function toUnattendedNotice({
  notice,
  milestones,
  workerLostSince,
  unattendedSince,
}: Pick<Row, 'notice' | 'milestones' | 'workerLostSince' | 'unattendedSince'>): OperationNotice | null {
  const command = milestones.some(({ status }) => status === 'running');
  if (workerLostSince && notice?.kind !== 'retrying')
    return { kind: 'worker_lost', since: workerLostSince.toISOString(), command };
  if (unattendedSince) return { kind: 'no_worker', since: unattendedSince.toISOString(), command };
  return null;
}

function toNotice({
  notice,
  retryAt,
  queue,
  blocked,
  undeliveredSince,
}: Pick<Row, 'notice' | 'retryAt' | 'queue' | 'blocked' | 'undeliveredSince'>): OperationNotice | null {
  if (notice?.kind === 'retrying') return retryAt && { ...notice, at: retryAt.toISOString() };
  if (notice) return notice;
  if (blocked) return { kind: 'blocked', ...blocked, since: new Date(blocked.since).toISOString() };
  if (queue) return { kind: 'queue', ...queue };
  if (undeliveredSince) return { kind: 'engine_unreachable', since: undeliveredSince.toISOString() };
  return null;
}
