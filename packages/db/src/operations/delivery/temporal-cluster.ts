import { ENDED } from '../ended';
import type { Transaction } from '../../client';
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
  const [row] = await db.$queryRaw<ClusterRow[]>`
    select cluster, unexpected_cluster as "unexpectedCluster", unexpected_since as "unexpectedSince" from engine`;
  return row ?? null;
}

/**
 * Records which Temporal answers. If open operations were started in another one, it is unexpected: everything
 * waits until a person adopts it, or the former one is back. Returns the row.
 */
export async function recordCluster(tx: Transaction, cluster: string): Promise<ClusterRow> {
  await tx.$executeRaw`insert into engine (id, cluster) values (1, ${cluster}) on conflict do nothing`;
  const [row] = await tx.$queryRaw<{ cluster: string; open: boolean }[]>`
    select cluster, exists (select 1 from operations where run_id is not null and outcome is null
      and status not in ${ENDED}) as open
    from engine for update`;
  const same = row?.cluster === cluster;
  if (same || !row?.open) {
    await tx.$executeRaw`
      update engine set cluster = ${cluster}, unexpected_cluster = null, unexpected_since = null
      where cluster <> ${cluster} or unexpected_cluster is not null`;
  } else {
    await tx.$executeRaw`
      update engine set unexpected_cluster = ${cluster}, unexpected_since = clock_timestamp() where unexpected_cluster is distinct from ${cluster}`;
  }
  const recorded = await readCluster(tx);
  if (!recorded) throw new Error('The row of the engine is gone');
  return recorded;
}

/** Continues every open operation in the Temporal that answers now, as a person requested. Returns how many there are. */
export async function adoptCluster(tx: Transaction, { by }: { by: string }): Promise<number> {
  const [row] = await tx.$queryRaw<
    { cluster: string | null }[]
  >`select unexpected_cluster as cluster from engine for update`;
  if (!row?.cluster) return 0;
  await tx.$executeRaw`update engine set cluster = unexpected_cluster, unexpected_cluster = null, unexpected_since = null`;
  const open = await tx.$queryRaw<{ id: string }[]>`
    select id from operations where status not in ${ENDED} order by id`;
  for (const { id: operationId } of open) {
    const operation = await lockOperation(tx, operationId);
    if (hasEnded(operation.status)) continue;
    const key = `adopted-${operation.fence}`;
    await appendEvent(tx, { operationId, key, type: 'resumed_after_interruption', data: { by } });
    await restartWorkflow(tx, { operationId });
  }
  return open.length;
}
