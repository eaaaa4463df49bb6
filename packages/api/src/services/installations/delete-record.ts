import { publishOperationChange } from '../operations/control/publish-change';
import type { OperationPublisher } from '../operations/control/publish-change';
import { requestChangeNow } from '../requests/request-change';

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
  { by, ...what }: DeleteInstallationRecord,
): Promise<{ deleted: true }> {
  await requestChangeNow(publisher.db, { request: { kind: 'delete_record', ...what }, by });
  await publishOperationChange(publisher, what.operationId);
  return { deleted: true };
}
