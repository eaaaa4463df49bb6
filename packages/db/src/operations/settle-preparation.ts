import type { Transaction } from '../client';
import { appendEvent } from './append-event';
import { changeInstallation } from './change-installation';
import type { LockedOperation } from './lock-operation';

/** Facts and guards were judged while the lane was held, and nothing is against it. The operation is locked. */
export async function markPrepared(tx: Transaction, operation: LockedOperation): Promise<void> {
  const { id: operationId, installationId, kind } = operation;
  await tx.$executeRaw`
    update operations set prepared = true, status = 'running', notice = null,
      started_at = coalesce(started_at, clock_timestamp()) where id = ${operationId}`;
  await appendEvent(tx, { operationId, key: `prepared-${operation.epoch}`, type: 'prepared', data: {} });
  await changeInstallation(tx, { installationId, operationId, status: AT_WORK[kind] });
}

/** Something is against it: it ends as failed, with the sentence, before anything was started. The operation is locked. */
export async function refuseOperation(
  tx: Transaction,
  { operation, sentence }: { operation: LockedOperation; sentence: string },
): Promise<void> {
  const operationId = operation.id;
  await tx.$executeRaw`
    update operations set outcome = 'failed', conclusion = ${sentence}, decision_point = decision_point + 1
    where id = ${operationId}`;
  await appendEvent(tx, {
    operationId,
    key: `refused-${operation.epoch}`,
    type: 'refused',
    data: { sentence },
  });
}

const AT_WORK = { install: 'installing', update: 'updating', uninstall: 'uninstalling' } as const;
