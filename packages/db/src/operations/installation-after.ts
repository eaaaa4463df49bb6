import type { Transaction } from '../client';
import type { InstallationStatus } from '../generated/client';
import type { InstallationChange } from './change-installation';
import type { LockedOperation } from './lock-operation';
import type { OperationOutcome } from './words';

interface Ended {
  operation: LockedOperation;
  outcome: OperationOutcome;
  record: { version: string | null; configuration: object } | null;
}

/** What an operation's end makes of its installation. The operation is locked, as it was before it ended. */
export async function installationAfter(
  tx: Transaction,
  { operation, outcome, record }: Ended,
): Promise<InstallationChange> {
  const change = { installationId: operation.installationId, operationId: operation.id };
  if (outcome === 'completed') {
    const uninstalled = operation.kind === 'uninstall';
    const status = uninstalled ? 'stopped' : 'active';
    return { ...change, status, uninstalled, ...(record && { record }) };
  }
  if (!isAsBefore(operation, outcome)) return { ...change, status: 'failed' };
  // It is what it was, and what was not there before is not there.
  const before = await statusBefore(tx, operation);
  return { ...change, status: before ?? 'failed', uninstalled: before === null };
}

/** Nothing was begun, or all that was is undone. */
function isAsBefore(
  { milestones, direction, cancelAskedBy }: LockedOperation,
  outcome: OperationOutcome,
): boolean {
  if (milestones.every(({ attempts }) => attempts === 0)) return true;
  if (direction === 1 || cancelAskedBy !== null || outcome !== 'cancelled') return false;
  return milestones.every(({ status, attempts }) => attempts === 0 || status === 'undone');
}

async function statusBefore(tx: Transaction, operation: LockedOperation): Promise<InstallationStatus | null> {
  const [record] = await tx.$queryRaw<{ status: InstallationStatus }[]>`
    select status from installation_records
    where installation_id = ${operation.installationId} and operation_id <> ${operation.id}
    order by at desc, id desc limit 1`;
  return record?.status ?? null;
}
