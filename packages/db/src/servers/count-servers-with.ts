import type { Transaction } from '../client';

/** On how many servers each package is installed, by its ID; those that are on none are missing. */
export async function countServersWith(db: Transaction): Promise<Map<string, number>> {
  const rows = await db.kysely
    .selectFrom('installations as i')
    .innerJoin('servers as s', 's.id', 'i.serverId')
    .select((eb) => ['i.packageId', eb.fn.count<bigint>('i.serverId').distinct().as('servers')])
    .where('i.uninstalledAt', 'is', null)
    .where('i.installedAt', 'is not', null)
    .where('s.status', '!=', 'removed')
    .groupBy('i.packageId')
    .execute();
  return new Map(rows.map(({ packageId, servers }) => [packageId, Number(servers)]));
}
