import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { unchanged } from './unchanged';
import type { MilestoneStatus, OperationKind, OperationOutcome, OperationStatus } from './words';

export interface LockedMilestone {
  n: number;
  milestoneId: string;
  label: string;
  status: MilestoneStatus;
  weight: number;
  attempts: number;
  states: number;
  state: number | null;
  retries: number;
  applied: number | null;
  guarded: number[];
}

export interface LockedOperation {
  id: string;
  kind: OperationKind;
  packageId: string;
  title: string;
  serverId: string;
  installationId: string;
  planHash: string;
  status: OperationStatus;
  outcome: OperationOutcome | null;
  interrupted: string | null;
  fence: number;
  epoch: string;
  /** 1: forwards; -1: rolling back. */
  direction: 1 | -1;
  /** On the way back the data of what it brought goes too. */
  removeData: boolean;
  prepared: boolean;
  decisionPoint: number;
  /** Milliseconds that are left to decide; null where nobody is asked. */
  decideMs: number | null;
  pauseAskedBy: string | null;
  /** Milliseconds until a pause ends by itself; null: when somebody resumes it. */
  resumeMs: number | null;
  cancelAskedBy: string | null;
  cancelReason: string | null;
  conclusion: string | null;
  notice: unknown;
  runId: string | null;
  percentage: number;
  /** How many events tell of it. */
  lastEvent: number;
  /** Who submitted it. */
  requestedBy: string;
  /** Milliseconds that a transient failure has still to rest, by the database's clock. */
  restMs: number;
  milestones: LockedMilestone[];
  lane: {
    serverName: string;
    holder: string | null;
    holderTitle: string | null;
    /** The command that is unproven, in a sentence. */
    blocked: string | null;
    blockedBy: string | null;
  };
}

/**
 * The operation with its milestones and lane, its row locked until the transaction ends: whoever changes an operation
 * comes through here. Two statements, because what is read in the one that waits for the lock would be stale.
 *
 * @throws DatabaseError operation_not_found
 */
export async function lockOperation(tx: Transaction, operationId: string): Promise<LockedOperation> {
  await tx.$queryRaw`select 1 from operations where id = ${operationId} for update`;
  return readLocked(tx, operationId);
}

/** The same for who has read it before: where nothing has happened to it since, that reading holds, and one statement locks it. */
export async function lockRead(tx: Transaction, read: LockedOperation): Promise<LockedOperation> {
  const locked = await tx.$queryRaw<unknown[]>`
    select 1 from operations where id = ${read.id} and ${unchanged(read)} for update`;
  return locked.length > 0 ? read : lockOperation(tx, read.id);
}

/** The same in one statement: for who holds the lock already, or only looks. */
export async function readLocked(tx: Transaction, operationId: string): Promise<LockedOperation> {
  const [operation] = await tx.$queryRaw<LockedOperation[]>`
    select o.id, o.kind, o.package_id as "packageId", o.title, o.server_id as "serverId",
      o.installation_id as "installationId", o.plan_hash as "planHash", o.status, o.outcome, o.interrupted, o.fence, o.epoch,
      o.direction, o.remove_data as "removeData", o.prepared, o.pause_asked_by as "pauseAskedBy", o.decision_point as "decisionPoint", o.cancel_asked_by as "cancelAskedBy",
      o.cancel_reason as "cancelReason", o.conclusion, o.notice, o.run_id as "runId", o.percentage, o.last_event as "lastEvent",
      o.requested_by as "requestedBy",
      greatest(0, ceil(extract(epoch from o.retry_at - clock_timestamp()) * 1000))::int as "restMs",
      case when o.decide_before is not null then greatest(0, ceil(extract(epoch from o.decide_before - clock_timestamp()) * 1000))::float8 end as "decideMs",
      case when o.resume_at is not null then greatest(0, ceil(extract(epoch from o.resume_at - clock_timestamp()) * 1000))::float8 end as "resumeMs",
      (select coalesce(json_agg(json_build_object('n', n, 'milestoneId', milestone_id, 'label', label, 'status', status,
          'weight', weight, 'attempts', attempts, 'states', states, 'state', state, 'retries', retries, 'applied', applied, 'guarded', guarded)
          order by n), '[]') from milestones where operation_id = o.id) as milestones,
      json_build_object('serverName', s.name, 'holder', l.holder, 'holderTitle', h.title,
        'blocked', l.blocked, 'blockedBy', l.blocked_by) as lane
    from operations o join servers s on s.id = o.server_id left join lanes l on l.id = s.id
      left join operations h on h.id = l.holder
    where o.id = ${operationId}`;
  if (!operation) {
    throw new DatabaseError('operation_not_found', 'There is no such operation.', { operationId });
  }
  return operation;
}
