import { installationStatuses } from '@milepost/contract/operation-kinds';
import type { Transaction } from '../../client';
import type { InstallationStatus } from '../../generated/client';
import { literalRows } from '../../kysely/expressions';
import type { InstallationChange } from './update-installation';
import type { InstallationRecord } from './update-installation';
import type { LockedOperation } from '../lock-operation';
import type { OperationOutcome } from '@milepost/contract/statuses';

interface ClosedOperation {
  operation: LockedOperation;
  outcome: OperationOutcome;
  record: InstallationRecord | null;
  /** What it leaves on the server; null where nobody has looked. */
  leftovers: string[] | null;
  /** Nothing of the package is there at all. */
  absent: boolean;
}

/** What an operation's end makes of its installation; null: it stays what it is. The operation is locked, as it was before it ended. */
export async function installationOutcome(
  tx: Transaction,
  { operation, outcome, record, leftovers, absent }: ClosedOperation,
): Promise<InstallationChange | null> {
  const change = { installationId: operation.installationId, operationId: operation.id };
  const { completed } = installationStatuses(operation.kind);
  if (completed === null) return null;
  const isInstall = operation.kind === 'install';
  const isUpdate = operation.kind === 'update';
  if (outcome === 'completed') {
    return {
      ...{ ...change, ...(isInstall && { settings: 'completed' }), ...(record && { record }) },
      ...{ status: completed, uninstalled: completed === 'uninstalled', updated: isUpdate },
    };
  }
  const gone = outcome === 'canceled' && leftovers?.length === 0;
  if (!gone && !isUnchanged(operation, outcome)) return { ...change, status: 'failed' };
  // It is what it was, and what was not there before is not there.
  const before = await statusBefore(tx, operation);
  const uninstalled = before === null || (before === 'failed' && absent);
  return {
    ...{ ...change, status: before ?? 'failed', uninstalled },
    // A rollback keeps the new version where the former one is not offered any more.
    updated: isUpdate && hasBegun(operation),
    ...(isInstall && { settings: 'reverted' }),
  };
}

const hasBegun = ({ milestones }: Pick<LockedOperation, 'milestones'>): boolean =>
  milestones.some(({ attempts }) => attempts > 0);

/** Nothing was begun, or all that was is undone. */
function isUnchanged(
  { milestones, direction, cancelRequestedBy }: LockedOperation,
  outcome: OperationOutcome,
): boolean {
  if (!hasBegun({ milestones })) return true;
  if (direction === 1 || cancelRequestedBy !== null || outcome !== 'canceled') return false;
  return milestones.every(({ status, attempts }) => attempts === 0 || status === 'rolled_back');
}

async function statusBefore(tx: Transaction, operation: LockedOperation): Promise<InstallationStatus | null> {
  const record = await tx.kysely
    .selectFrom('installationRecords')
    .select('status')
    .where('installationId', '=', operation.installationId)
    .where('operationId', 'is distinct from', operation.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(literalRows(1))
    .executeTakeFirst();
  return record?.status ?? null;
}
