import { ENDED } from '../operations/ended';
import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { notify } from '../notifications/notify';

interface ReportedMachineId {
  serverId: string;
  /** As it stands in its /etc/machine-id. */
  machineId: string;
}

/**
 * Records a server's machine ID. Where it had another one, the server was rebuilt: nothing is known any more of what was installed
 * there, and people are notified. An open operation keeps its installation's status and decides it when it ends. Returns whether
 * people were notified: the caller then calls `publishServer` and `publishNotifications` after the commit.
 */
export async function recordMachineId(
  tx: Transaction,
  { serverId, machineId }: ReportedMachineId,
): Promise<boolean> {
  const server = await tx.kysely
    .selectFrom('servers')
    .select(['name', 'machineId as known'])
    .where('id', '=', serverId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!server || server.known === machineId) return false;
  await tx.kysely.updateTable('servers').set({ machineId }).where('id', '=', serverId).execute();
  if (server.known === null || (await forgetInstalled(tx, serverId)) === 0) return false;
  return notify(tx, {
    ...({ kind: 'server_rebuilt', audience: 'everyone', serverId } as const),
    key: `rebuilt/${serverId}/${randomUUID()}`,
    content: { code: 'server_rebuilt', server: server.name },
  });
}

/** Returns how many installations were there before. One whose first operation is still open is made by it, and is left alone. */
async function forgetInstalled(tx: Transaction, serverId: string): Promise<number> {
  const [forgotten] = await tx.$queryRaw<{ count: number }[]>`
    with installed as (
      select i.id, o.id as open
      from installations i left join operations o
        on o.installation_id = i.id and o.status not in ${ENDED}
      where i.server_id = ${serverId} and i.uninstalled_at is null and exists (
        select 1 from installation_records r where r.installation_id = i.id and r.operation_id is distinct from o.id)
      for update of i),
    forgotten as (
      update installations i set version = null, installed_at = null, updated_at = clock_timestamp(),
        available_version = null, version_held = false, package_lists_at = null,
        status = case when installed.open is null then 'unknown'::installation_status else i.status end
      from installed where i.id = installed.id returning i.id, i.configuration),
    recorded as (
      insert into installation_records (id, installation_id, status, configuration, reason)
      select gen_random_uuid(), id, 'unknown'::installation_status, configuration, null from forgotten)
    select count(*)::int as count from forgotten`;
  return forgotten?.count ?? 0;
}
