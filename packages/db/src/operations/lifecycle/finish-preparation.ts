import type { Conclusion, Obstacle } from '@milepost/contract/conclusion';
import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { appendEvent } from '../events/append-event';
import { requestDecision } from '../control/request-decision';
import { installationUpdateCtes } from '../installations/update-installation';
import { installationStatuses } from '@milepost/contract/operation-kinds';
import type { InstallationSettings } from '../installations/update-installation';
import type { LockedOperation } from '../lock-operation';

/**
 * Facts and guards were checked while the queue was held, and nothing is against it. The operation is locked. `begun`: the settings that
 * an install begins with, and the whole files that it will write. Returns the operation after that.
 */
export async function markPrepared(
  tx: Transaction,
  operation: LockedOperation,
  begun: (InstallationSettings & { owns: readonly string[] }) | null = null,
): Promise<LockedOperation> {
  const { id: operationId, installationId, kind } = operation;
  const { running } = installationStatuses(kind);
  await appendEvent(tx, {
    ...{ operationId, key: `prepared-${operation.attemptKey}`, type: 'prepared', data: {} },
    set: Prisma.sql`prepared = true, status = case when status = 'pausing' then status else 'running' end, notice = null,
      started_at = coalesce(started_at, clock_timestamp())`,
    extraCtes: running
      ? [
          installationUpdateCtes({
            installationId,
            operationId,
            status: running,
            ...(begun && { settings: { begun, owns: begun.owns } }),
          }),
        ]
      : [],
  });
  const status = operation.status === 'pausing' ? 'pausing' : 'running';
  return { ...operation, prepared: true, status, notice: null };
}

/**
 * Something is against it. Before anything was started it ends as failed, with the obstacle; later a person decides. The
 * operation is locked.
 */
export async function rejectOperation(
  tx: Transaction,
  {
    operation,
    obstacle,
    decisionTimeoutMs,
  }: { operation: LockedOperation; obstacle: Obstacle; decisionTimeoutMs: number },
): Promise<void> {
  const operationId = operation.id;
  const key = `refused-${operation.attemptKey}`;
  await appendEvent(tx, { operationId, key, type: 'refused', data: { obstacle } });
  const conclusion: Conclusion = { code: 'obstructed', obstacle };
  if (operation.milestones.some(({ attempts }) => attempts > 0))
    return requestDecision(tx, {
      operation,
      milestone: null,
      conclusion,
      unverifiedCommand: null,
      decisionTimeoutMs,
    });
  await tx.$executeRaw`
    update operations set outcome = 'failed', conclusion = ${JSON.stringify(conclusion)}::jsonb, decision_point = decision_point + 1
    where id = ${operationId}`;
}
