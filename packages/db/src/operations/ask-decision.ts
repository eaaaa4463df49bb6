import type { Transaction } from '../client';
import { appendEvent } from './append-event';
import { changeInstallation } from './change-installation';
import { block, lend } from './lanes';
import type { LockedOperation } from './lock-operation';

interface AskDecision {
  operation: LockedOperation;
  /** The milestone that failed; null when what is against it is no milestone. */
  milestone: { n: number; label: string } | null;
  /** What failed, why. */
  sentence: string;
  /** The command of which nothing proves that it has ended; null when nothing of it runs on the server. */
  unproven: string | null;
  /** After so many milliseconds it is given up. */
  decideWithinMs: number;
}

/** Stands still until a person decides; meanwhile the lane is lent, or blocked where that is not safe. The operation is locked. */
export async function askDecision(tx: Transaction, asked: AskDecision): Promise<void> {
  const { operation, milestone, sentence, unproven } = asked;
  const { id: operationId, installationId, serverId: laneId } = operation;
  const point = operation.decisionPoint + 1;
  const conclusion = milestone ? `${milestone.label}: ${sentence}` : sentence;
  await tx.$executeRaw`
    update operations set status = 'deciding', decision_point = ${point}, conclusion = ${conclusion}, notice = null,
      retry_at = null, prepared = false, pause_asked_by = null, pause_asked_at = null, resume_at = null,
      decide_before = clock_timestamp() + ${asked.decideWithinMs} * interval '1 ms'
    where id = ${operationId}`;
  const data = { point, milestone: milestone?.n ?? null, sentence: conclusion };
  await appendEvent(tx, { operationId, key: `deciding-${point}`, type: 'decision_needed', data });
  await changeInstallation(tx, { installationId, operationId, status: 'failed' });
  if (unproven === null) await lend(tx, { laneId, operationId });
  else await block(tx, { laneId, operationId, reason: unproven });
}
