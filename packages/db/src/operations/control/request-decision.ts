import type { Conclusion } from '@milepost/contract/conclusion';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import { installationStatuses } from '@milepost/contract/operation-kinds';
import type { Transaction } from '../../client';
import { appendEvent } from '../events/append-event';
import { updateInstallation } from '../installations/update-installation';
import { blockQueue, releaseQueue } from '../queue/server-queue';
import type { LockedOperation } from '../lock-operation';

interface DecisionRequest {
  operation: LockedOperation;
  /** The number of the milestone that failed; null when what is against it is no milestone. */
  milestone: number | null;
  /** What failed, why. */
  conclusion: Conclusion;
  /** The command that is not verified to have stopped; null when nothing of it runs on the server. */
  unverifiedCommand: UnverifiedCommand | null;
  /** After so many milliseconds it is marked as failed. */
  decisionTimeoutMs: number;
}

/** Waits until a person decides; meanwhile the queue is released, or blocked where that is not safe. The operation is locked. */
export async function requestDecision(tx: Transaction, request: DecisionRequest): Promise<void> {
  const { operation, milestone, conclusion, unverifiedCommand } = request;
  const { id: operationId, installationId, serverId: queueId } = operation;
  const point = operation.decisionPoint + 1;
  await tx.$executeRaw`
    update operations set status = 'awaiting_decision', decision_point = ${point}, conclusion = ${JSON.stringify(conclusion)}::jsonb, notice = null,
      retry_at = null, prepared = false, pause_requested_by = null, pause_requested_at = null, resume_at = null,
      decision_deadline = clock_timestamp() + ${request.decisionTimeoutMs} * interval '1 ms'
    where id = ${operationId}`;
  const data = { point, milestone, conclusion };
  await appendEvent(tx, { operationId, key: `awaiting-decision-${point}`, type: 'decision_needed', data });
  const begun = operation.milestones.some(({ attempts }) => attempts > 0);
  if (begun && installationStatuses(operation.kind).running !== null)
    await updateInstallation(tx, { installationId, operationId, status: 'failed' });
  if (unverifiedCommand === null) await releaseQueue(tx, { queueId, operationId });
  else await blockQueue(tx, { queueId, operationId, command: unverifiedCommand });
}
