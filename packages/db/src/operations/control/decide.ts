import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { DatabaseError, isUniqueViolation } from '../../errors';
import { appendEvent } from '../events/append-event';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { isDecisionAllowed } from './available-actions';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import { enqueueMessage } from '../delivery/outbox';
import { assertNotRemoved } from '../assert-not-removed';
import { assertLatestOperation } from '../assert-latest';
import { reopenOperation } from '../lifecycle/reopen-operation';

interface Decide {
  operationId: string;
  /** The decision point that is answered, as the page showed it. */
  point: number;
  by: string;
  choice: RequestedDecision;
}

/**
 * Answers a decision point. There is one answer for each: a second one is rejected with the first one's author, action and time.
 *
 * @throws DatabaseError operation_not_found, already_decided (fields: by, action, at), nothing_to_decide, decision_unavailable, superseded,
 *   server_removed
 */
export async function decide(tx: Transaction, { operationId, point, by, choice }: Decide): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  await assertUndecided(tx, { operationId, point });
  const { status, decisionPoint, outcome, cancelRequestedBy } = operation;
  const open =
    status === 'failed' || (status === 'awaiting_decision' && outcome === null && cancelRequestedBy === null);
  if (!open || decisionPoint !== point) throw new DatabaseError({ code: 'nothing_to_decide', operationId });
  if (!isDecisionAllowed(operation, choice))
    throw new DatabaseError({ code: 'decision_unavailable', operationId });
  if (status === 'failed') {
    await assertNotRemoved(tx, operation.serverId);
    await assertLatestOperation(tx, operation);
  }
  await applyDecision(tx, { operation, by, choice });
}

/** Ends what waits for a decision. The operation is locked. */
export function markAsFailed(
  tx: Transaction,
  { operation, by, reason }: { operation: LockedOperation; by: string; reason: string | null },
): Promise<void> {
  return applyDecision(tx, { operation, by, choice: { action: 'mark_failed', reason } });
}

interface DecisionInput {
  operation: LockedOperation;
  by: string;
  choice: RequestedDecision;
}

async function applyDecision(tx: Transaction, { operation, by, choice }: DecisionInput): Promise<void> {
  const { id: operationId, decisionPoint: point } = operation;
  const { action } = choice;
  const milestone = milestoneOf(operation, choice);
  const id = randomUUID();
  const reason = 'reason' in choice ? choice.reason : null;
  await tx.$executeRaw`
    insert into decisions (id, operation_id, point, action, reason, decided_by)
    values (${id}, ${operationId}, ${point}, ${action}, ${reason}, ${by})`;
  const data = {
    point,
    action,
    by,
    reason,
    ...(milestone !== undefined && { milestone }),
    ...(action === 'roll_back' && { removeData: choice.removeData ?? false }),
  };
  await appendEvent(tx, { operationId, key: `decided-${point}`, type: 'decided', data });

  if (action === 'mark_failed') {
    await tx.$executeRaw`update operations set outcome = 'failed', decision_deadline = null where id = ${operationId}`;
    await enqueueMessage(tx, { operationId, kind: operation.interrupted === null ? 'wake' : 'start' });
    return;
  }
  await prepareMilestones(tx, { operation, choice });
  const direction = action === 'roll_back' ? -1 : operation.direction;
  await reopenOperation(tx, { operation, attemptKey: `decision-${id}`, direction }).catch(
    (error: unknown) => {
      throw isUniqueViolation(error)
        ? new DatabaseError({ code: 'superseded', operationId, title: null })
        : error;
    },
  );
}

/** The milestone that is retried from, or skipped. */
function milestoneOf({ milestones }: LockedOperation, choice: RequestedDecision): number | undefined {
  if (choice.action === 'retry_from') return choice.milestone;
  return choice.action === 'skip' ? milestones.find(({ status }) => status === 'failed')?.n : undefined;
}

async function prepareMilestones(
  tx: Transaction,
  { operation: { id }, choice }: Pick<DecisionInput, 'operation' | 'choice'>,
): Promise<void> {
  switch (choice.action) {
    case 'retry':
      return reopenMilestones(tx, id, null);
    case 'retry_from':
      return reopenMilestones(tx, id, choice.milestone);
    case 'skip':
      await tx.$executeRaw`
        update milestones set status = 'skipped', ended_at = clock_timestamp() where operation_id = ${id} and status = 'failed'`;
      return;
    case 'roll_back':
      await tx.$executeRaw`update operations set remove_data = ${choice.removeData ?? false} where id = ${id}`;
      // A rollback includes every milestone that began, also those that were skipped.
      await tx.$executeRaw`
        update milestones set status = 'done' where operation_id = ${id} and attempts > 0 and status = 'skipped'`;
      return;
    case 'accept_plan':
      // The worker compiles and observes again, and compares with what was accepted.
      await tx.$executeRaw`
        update operations set shown_hash = coalesce(conclusion ->> 'planHash', shown_hash),
          shown_observations = coalesce(conclusion ->> 'observations', shown_observations) where id = ${id}`;
      return;
    case 'mark_failed':
      return;
  }
}

/** What failed is open again; with `from`, so is everything from there on. */
async function reopenMilestones(tx: Transaction, operationId: string, from: number | null): Promise<void> {
  await tx.$executeRaw`
    update milestones set status = 'pending', no_reapply_states = '{}', state = null, phase = null, retries = 0, failure = null, cause = null, hint = null,
      started_at = null, ended_at = null
    where operation_id = ${operationId} and (status = 'failed' or n >= ${from})`;
}

/**
 * One answer a decision point.
 *
 * @throws DatabaseError already_decided (fields: by, action, at)
 */
export async function assertUndecided(
  tx: Transaction,
  { operationId, point }: { operationId: string; point: number },
): Promise<void> {
  const [first] = await tx.$queryRaw<{ by: string; action: string; decidedAt: Date }[]>`
    select decided_by as by, action, decided_at as "decidedAt" from decisions
    where operation_id = ${operationId} and point = ${point}`;
  if (!first) return;
  const { by, action, decidedAt } = first;
  throw new DatabaseError({
    ...{ code: 'already_decided', by, action },
    at: decidedAt.toISOString(),
  });
}
