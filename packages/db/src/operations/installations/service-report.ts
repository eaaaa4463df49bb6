import type { ServiceState } from '@milepost/contract/service-state';
import type { Transaction } from '../../client';
import { json } from '../../kysely/expressions';

/** Records that somebody waits for the state of an installation's services. The row stands until `deleteServiceReport`. */
export async function createServiceReport(
  db: Transaction,
  report: { id: string; installationId: string },
): Promise<void> {
  await db.kysely.insertInto('serviceReports').values(report).execute();
}

/** Null where nobody waits for it any more. */
export async function readServiceReport(
  db: Transaction,
  id: string,
): Promise<{ installationId: string; services: ServiceState[] | null } | null> {
  const row = await db.kysely
    .selectFrom('serviceReports')
    .select(['installationId', 'services'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function writeServiceReport(
  db: Transaction,
  id: string,
  services: ServiceState[],
): Promise<void> {
  await db.kysely
    .updateTable('serviceReports')
    .set({ services: json(services) })
    .where('id', '=', id)
    .execute();
}

export async function deleteServiceReport(db: Transaction, id: string): Promise<void> {
  await db.kysely.deleteFrom('serviceReports').where('id', '=', id).execute();
}
