import { transaction } from '@milepost/db/client';
import { deleteRecord } from '@milepost/db/operations/delete-record';
import { told } from '../operations/told';
import type { Teller } from '../operations/told';

interface DeleteInstallationRecord {
  installationId: string;
  /** The last operation on it, as the page showed it. */
  operationId: string;
  by: string;
  reason: string | null;
}

/** Deletes a failed installation's record and nothing on its server; what waited for a decision on it is given up. */
export async function deleteInstallationRecord(
  teller: Teller,
  asked: DeleteInstallationRecord,
): Promise<{ deleted: true }> {
  await transaction(teller.db, (tx) => deleteRecord(tx, asked));
  await told(teller, asked.operationId);
  return { deleted: true };
}
