import type { Transaction } from '../client';
import { literalRows } from '../kysely/expressions';

interface Retire {
  serverId: string;
  by: string;
}

/**
 * Locks a server and its operations until the transaction ends: what is submitted or decided meanwhile comes before or after. Operations
 * first, because a decision locks its operation before the server.
 */
export async function lockForRemoval(tx: Transaction, serverId: string): Promise<void> {
  const operations = tx.kysely.selectFrom('operations').select('id').where('serverId', '=', serverId);
  await operations.orderBy('id').forUpdate().execute();
  await tx.kysely.selectFrom('servers').select('id').where('id', '=', serverId).forUpdate().execute();
}

/**
 * Takes a server without open operations out of the console. Its row stays for the history of its operations; without any it is
 * deleted. Keys, logins and sealed secrets go in any case. It is locked by `lockForRemoval`.
 */
export async function retireServer(tx: Transaction, { serverId, by }: Retire): Promise<void> {
  const operations = tx.kysely.selectFrom('operations').select('id').where('serverId', '=', serverId);
  await tx.kysely.deleteFrom('outbox').where('operationId', 'in', operations).execute();
  if (!(await operations.limit(literalRows(1)).executeTakeFirst())) {
    await tx.kysely.deleteFrom('servers').where('id', '=', serverId).execute();
    return;
  }
  await tx.$executeRaw`
    with secrets as (update operations set sealed_secrets = null where server_id = ${serverId} and sealed_secrets is not null),
      credentials as (delete from credentials where server_id = ${serverId}),
      login as (delete from server_logins where server_id = ${serverId}),
      "check" as (delete from server_checks where server_id = ${serverId}),
      queue as (delete from server_queues where id = ${serverId}),
      forgotten as (
        update installations set uninstalled_at = clock_timestamp(), updated_at = clock_timestamp()
        where server_id = ${serverId} and uninstalled_at is null returning id, status, version, configuration),
      recorded as (
        insert into installation_records (id, installation_id, status, uninstalled, version, configuration, "by", reason)
        select gen_random_uuid(), id, status, true, version, configuration, ${by}, 'The server was removed.' from forgotten)
    update servers set status = 'removed', removed_at = clock_timestamp(), removed_by = ${by}, problem = null, machine_id = null,
      offered_host_key = null, unreachable_since = null, unreachable_reason = null
    where id = ${serverId}`;
}
