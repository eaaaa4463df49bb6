import { transaction } from '@milepost/db/client';
import { deleteInstallationRecord } from '@milepost/db/operations/installations/delete-installation-record';
import { publishOperationChange } from '../operations/control/publish-change';
import type { OperationPublisher } from '../operations/control/publish-change';

interface DeleteInstallationRecord {
  installationId: string;
  /** The last operation on it, as the page showed it. */
  operationId: string;
  by: string;
  reason: string | null;
}

/** Deletes a failed installation's record and nothing on its server; an operation that waits for a decision on it is closed as failed. */
export async function deleteFailedInstallation(
  publisher: OperationPublisher,
  request: DeleteInstallationRecord,
): Promise<{ deleted: true }> {
  await transaction(publisher.db, (tx) => deleteInstallationRecord(tx, request));
  await publishOperationChange(publisher, request.operationId);
  return { deleted: true };
}
