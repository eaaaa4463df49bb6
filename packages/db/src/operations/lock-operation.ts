import type { Conclusion } from '@milepost/contract/conclusion';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import type { MilestoneStatus, OperationOutcome, OperationStatus } from '@milepost/contract/statuses';

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
  noReapplyStates: number[];
}

/** A milestone of the plan that a person saw: to be shown, never to be decided on. */
export interface ShownMilestone {
  id: string;
  label: string;
  states: number;
  weight: number;
}

export interface LockedOperation {
  id: string;
  kind: OperationKind;
  packageId: string;
  title: string;
  serverId: string;
  installationId: string;
  /** Of the plan that a person saw. */
  shownHash: string;
  shownMilestones: ShownMilestone[];
  /** What a worker compiled; null before that. */
  planHash: string | null;
  /** The worker's signature of the plan; null before a worker compiled it. */
  planMac: Uint8Array | null;
  status: OperationStatus;
  outcome: OperationOutcome | null;
  interrupted: string | null;
  fence: number;
  attemptKey: string;
  /** 1: forwards; -1: rolling back. */
  direction: 1 | -1;
  /** A rollback also removes the data of what it installed. */
  removeData: boolean;
  prepared: boolean;
  decisionPoint: number;
  /** Milliseconds that are left to decide; null where nobody is asked. */
  decisionDueInMs: number | null;
  pauseRequestedBy: string | null;
  /** Milliseconds until a pause ends automatically; null: when a person resumes it. */
  resumeInMs: number | null;
  cancelRequestedBy: string | null;
  cancelReason: string | null;
  conclusion: Conclusion | null;
  notice: unknown;
  /** Of its workflow in Temporal. */
  workflowId: string;
  runId: string | null;
  percentage: number;
  /** How many events it has. */
  lastEvent: number;
  /** Who submitted it. */
  requestedBy: string;
  /** Milliseconds until a transient failure is retried, by the database's clock. */
  retryInMs: number;
  milestones: LockedMilestone[];
  queue: {
    serverName: string;
    holder: string | null;
    holderTitle: string | null;
    /** The command that blocks it. */
    blocked: UnverifiedCommand | null;
    blockedBy: string | null;
  };
}

/**
 * The operation with its milestones and queue, its row locked until the transaction ends: every change of an operation
 * begins here. Two statements, because what is read in the one that waits for the lock would be stale.
 *
 * @throws DatabaseError operation_not_found
 */
export async function lockOperation(tx: Transaction, operationId: string): Promise<LockedOperation> {
  await tx.$queryRaw`select 1 from operations where id = ${operationId} for update`;
  return readLocked(tx, operationId);
}

/** The same in one statement: for callers that hold the lock already, or only read. */
export async function readLocked(tx: Transaction, operationId: string): Promise<LockedOperation> {
  const [operation] = await tx.$queryRaw<LockedOperation[]>`
    select o.id, o.kind, o.package_id as "packageId", o.title, o.server_id as "serverId",
      o.installation_id as "installationId", o.shown_hash as "shownHash", o.shown_milestones as "shownMilestones", o.plan_hash as "planHash", o.plan_mac as "planMac", o.status, o.outcome, o.interrupted, o.fence, o.attempt_key as "attemptKey",
      o.direction, o.remove_data as "removeData", o.prepared, o.pause_requested_by as "pauseRequestedBy", o.decision_point as "decisionPoint", o.cancel_requested_by as "cancelRequestedBy",
      o.cancel_reason as "cancelReason", o.conclusion, o.notice, o.run_id as "runId",
      coalesce(o.workflow_id, 'operation/' || o.id) as "workflowId", o.percentage, o.last_event as "lastEvent",
      o.requested_by as "requestedBy",
      greatest(0, ceil(extract(epoch from o.retry_at - clock_timestamp()) * 1000))::int as "retryInMs",
      case when o.decision_deadline is not null then greatest(0, ceil(extract(epoch from o.decision_deadline - clock_timestamp()) * 1000))::float8 end as "decisionDueInMs",
      case when o.resume_at is not null then greatest(0, ceil(extract(epoch from o.resume_at - clock_timestamp()) * 1000))::float8 end as "resumeInMs",
      (select coalesce(json_agg(json_build_object('n', n, 'milestoneId', milestone_id, 'label', label, 'status', status,
          'weight', weight, 'attempts', attempts, 'states', states, 'state', state, 'retries', retries, 'applied', applied, 'noReapplyStates', no_reapply_states)
          order by n), '[]') from milestones where operation_id = o.id) as milestones,
      json_build_object('serverName', s.name, 'holder', l.holder, 'holderTitle', h.title,
        'blocked', l.blocked, 'blockedBy', l.blocked_by) as queue
    from operations o join servers s on s.id = o.server_id left join server_queues l on l.id = s.id
      left join operations h on h.id = l.holder
    where o.id = ${operationId}`;
  if (!operation) {
    throw new DatabaseError({ code: 'operation_not_found', operationId });
  }
  return operation;
}
