import { sql } from 'kysely';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { literalRows, NOW } from '../kysely/expressions';
import { assertNotRemoved } from '../operations/assert-not-removed';
import { ENDED_STATUSES } from '../operations/ended';
import { endStackRun } from '../stacks/decide-run';

interface Retire {
  serverId: string;
  by: string;
}

/**
 * Removes a server without open operations, as `retireServer` does.
 *
 * @throws DatabaseError server_removed, server_has_open_operations
 */
export async function removeServer(tx: Transaction, { serverId, by }: Retire): Promise<void> {
  await lockForRemoval(tx, serverId);
  await assertNotRemoved(tx, serverId);
  await assertNoOpenOperations(tx, serverId);
  await retireServer(tx, { serverId, by });
}

/** @throws DatabaseError server_has_open_operations */
export async function assertNoOpenOperations(tx: Transaction, serverId: string): Promise<void> {
  const busy = await tx.kysely
    .selectFrom('operations')
    .innerJoin('servers', 'servers.id', 'operations.serverId')
    .select('servers.name as serverName')
    .select((eb) => eb.fn.countAll<bigint>().as('open'))
    .where('serverId', '=', serverId)
    .where('operations.status', 'not in', ENDED_STATUSES)
    .groupBy('servers.name')
    .executeTakeFirst();
  if (!busy) return;
  const { serverName, open } = busy;
  throw new DatabaseError({ code: 'server_has_open_operations', serverId, serverName, open: Number(open) });
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
  await deleteKeysAndSecrets(tx, serverId);
  await endStackRuns(tx, { serverId, by });
  await recordRemovedInstallations(tx, { serverId, by });
  await tx.kysely
    .updateTable('servers')
    .set({
      ...{ status: 'removed', removedAt: NOW, removedBy: by, problem: null, machineId: null },
      ...{ offeredHostKey: null, unreachableSince: null, unreachableReason: null },
    })
    .where('id', '=', serverId)
    .execute();
}

async function deleteKeysAndSecrets(tx: Transaction, serverId: string): Promise<void> {
  await tx.kysely
    .updateTable('operations')
    .set({ sealedSecrets: null })
    .where('serverId', '=', serverId)
    .where('sealedSecrets', 'is not', null)
    .execute();
  await tx.kysely
    .updateTable('installations')
    .set({ begunSecrets: null, completedSecrets: null })
    .where('serverId', '=', serverId)
    .execute();
  await tx.kysely.deleteFrom('credentials').where('serverId', '=', serverId).execute();
  await tx.kysely.deleteFrom('serverLogins').where('serverId', '=', serverId).execute();
  await tx.kysely.deleteFrom('serverChecks').where('serverId', '=', serverId).execute();
  await tx.kysely.deleteFrom('serverQueues').where('id', '=', serverId).execute();
}

async function endStackRuns(tx: Transaction, { serverId, by }: Retire): Promise<void> {
  const runs = tx.kysely.selectFrom('stackRuns').select('id').where('serverId', '=', serverId);
  const open = runs.where((eb) => eb.or([eb('status', '=', 'running'), eb('status', '=', 'stopped')]));
  for (const { id } of await open.execute()) await endStackRun(tx, { runId: id, by });
}

async function recordRemovedInstallations(tx: Transaction, { serverId, by }: Retire): Promise<void> {
  await tx.kysely
    .with('removed', (statements) =>
      statements
        .updateTable('installations')
        .set({ uninstalledAt: NOW, updatedAt: NOW })
        .where('serverId', '=', serverId)
        .where('uninstalledAt', 'is', null)
        .returning(['id', 'status', 'version', 'configuration']),
    )
    .insertInto('installationRecords')
    .columns(['id', 'installationId', 'status', 'version', 'configuration', 'uninstalled', 'by'])
    .expression((eb) =>
      eb
        .selectFrom('removed')
        .select(sql<string>`gen_random_uuid()`.as('recordId'))
        .select(['removed.id', 'status', 'version', 'configuration'])
        .select([eb.lit(true).as('uninstalled'), eb.val(by).as('by')]),
    )
    .execute();
}
