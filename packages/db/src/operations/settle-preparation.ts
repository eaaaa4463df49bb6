import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { appendEvent } from './append-event';
import { askDecision } from './ask-decision';
import { changedInstallation } from './change-installation';
import type { LockedOperation } from './lock-operation';

/**
 * Facts and guards were judged while the lane was held, and nothing is against it. The operation is locked. Answers with how it
 * now stands.
 */
export async function markPrepared(tx: Transaction, operation: LockedOperation): Promise<LockedOperation> {
  const { id: operationId, installationId, kind } = operation;
  await appendEvent(tx, {
    ...{ operationId, key: `prepared-${operation.epoch}`, type: 'prepared', data: {} },
    set: Prisma.sql`prepared = true, status = case when status = 'pausing' then status else 'running' end, notice = null,
      started_at = coalesce(started_at, clock_timestamp())`,
    also: [changedInstallation({ installationId, operationId, status: AT_WORK[kind] })],
  });
  const status = operation.status === 'pausing' ? 'pausing' : 'running';
  return { ...operation, prepared: true, status, notice: null };
}

/**
 * Something is against it. Before anything was started it ends as failed, with the sentence; later a person decides. The
 * operation is locked.
 */
export async function refuseOperation(
  tx: Transaction,
  {
    operation,
    sentence,
    decideWithinMs,
  }: { operation: LockedOperation; sentence: string; decideWithinMs: number },
): Promise<void> {
  const operationId = operation.id;
  const key = `refused-${operation.epoch}`;
  await appendEvent(tx, { operationId, key, type: 'refused', data: { sentence } });
  if (operation.milestones.some(({ attempts }) => attempts > 0))
    return askDecision(tx, { operation, milestone: null, sentence, unproven: null, decideWithinMs });
  await tx.$executeRaw`
    update operations set outcome = 'failed', conclusion = ${sentence}, decision_point = decision_point + 1
    where id = ${operationId}`;
}

const AT_WORK = { install: 'installing', update: 'updating', uninstall: 'uninstalling' } as const;
