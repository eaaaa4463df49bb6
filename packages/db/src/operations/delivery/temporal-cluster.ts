import { ENDED_STATUSES } from '../ended';
import type { Transaction } from '../../client';
import { literalRows, NOW } from '../../kysely/expressions';
import { appendEvent } from '../events/append-event';
import { restartWorkflow } from '../lifecycle/interruption';
import { lockOperation } from '../lock-operation';
import { hasEnded } from '@milepost/contract/statuses';

export interface ClusterRow {
  /** "<cluster id>/<namespace id>" of the Temporal that operations live in. */
  cluster: string;
  /** Another one that answers at its address: nothing is delivered before a person decides. */
  unexpectedCluster: string | null;
  unexpectedSince: Date | null;
}

/** Null before any Temporal was seen. */
export async function readCluster(db: Transaction): Promise<ClusterRow | null> {
  const row = await db.kysely
    .selectFrom('engine')
    .select(['cluster', 'unexpectedCluster', 'unexpectedSince'])
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Records which Temporal answers. If open operations were started in another one, it is unexpected: everything
 * waits until a person adopts it, or the former one is back. Returns the row.
 */
export async function recordCluster(tx: Transaction, cluster: string): Promise<ClusterRow> {
  await tx.kysely
    .insertInto('engine')
    .values({ id: 1, cluster })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const known = await tx.kysely.selectFrom('engine').select('cluster').forUpdate().executeTakeFirst();
  if (known?.cluster === cluster || !(await hasStartedOperations(tx))) {
    await tx.kysely
      .updateTable('engine')
      .set({ cluster, unexpectedCluster: null, unexpectedSince: null })
      .where((eb) => eb.or([eb('cluster', '<>', cluster), eb('unexpectedCluster', 'is not', null)]))
      .execute();
  } else {
    await tx.kysely
      .updateTable('engine')
      .set({ unexpectedCluster: cluster, unexpectedSince: NOW })
      .where('unexpectedCluster', 'is distinct from', cluster)
      .execute();
  }
  const recorded = await readCluster(tx);
  if (!recorded) throw new Error('The row of the engine is gone');
  return recorded;
}

/** Whether operations are open that some Temporal has started. */
async function hasStartedOperations(tx: Transaction): Promise<boolean> {
  const started = await tx.kysely
    .selectFrom('operations')
    .select('id')
    .where('runId', 'is not', null)
    .where('outcome', 'is', null)
    .where('status', 'not in', ENDED_STATUSES)
    .limit(literalRows(1))
    .executeTakeFirst();
  return started !== undefined;
}

/** Continues every open operation in the Temporal that answers now, as a person requested. Returns how many there are. */
export async function adoptCluster(tx: Transaction, { by }: { by: string }): Promise<number> {
  const row = await tx.kysely.selectFrom('engine').select('unexpectedCluster').forUpdate().executeTakeFirst();
  if (!row?.unexpectedCluster) return 0;
  await tx.kysely
    .updateTable('engine')
    .set({ cluster: row.unexpectedCluster, unexpectedCluster: null, unexpectedSince: null })
    .execute();
  const open = await tx.kysely
    .selectFrom('operations')
    .select('id')
    .where('status', 'not in', ENDED_STATUSES)
    .orderBy('id')
    .execute();
  for (const { id: operationId } of open) {
    const operation = await lockOperation(tx, operationId);
    if (hasEnded(operation.status)) continue;
    const key = `adopted-${operation.fence}`;
    await appendEvent(tx, { operationId, key, type: 'resumed_after_interruption', data: { by } });
    await restartWorkflow(tx, { operationId });
  }
  return open.length;
}
