import type { Transaction } from '../client';
import { appendEvent } from './append-event';
import { takeUpInNewRun } from './interruption';
import { lockOperation } from './lock-operation';
import { hasEnded } from './words';

export interface EngineRow {
  /** "<cluster id>/<namespace id>" of the Temporal that operations live in. */
  cluster: string;
  /** Another one that answers at its address: nothing is delivered before a person decides. */
  foreign: string | null;
  foreignSince: Date | null;
}

/** Null before any Temporal was seen. */
export async function readEngine(db: Transaction): Promise<EngineRow | null> {
  const [row] = await db.$queryRaw<EngineRow[]>`
    select cluster, "foreign", foreign_since as "foreignSince" from engine`;
  return row ?? null;
}

/**
 * Writes down which Temporal answers. Another one than the operations that are open were started in is foreign: everything
 * stands still until a person adopts it, or the one before is back. Answers with the row.
 */
export async function noteCluster(tx: Transaction, cluster: string): Promise<EngineRow> {
  await tx.$executeRaw`insert into engine (id, cluster) values (1, ${cluster}) on conflict do nothing`;
  const [row] = await tx.$queryRaw<{ cluster: string; open: boolean }[]>`
    select cluster, exists (select 1 from operations where run_id is not null and outcome is null
      and status not in ('completed', 'failed', 'cancelled')) as open
    from engine for update`;
  const same = row?.cluster === cluster;
  if (same || !row?.open) {
    await tx.$executeRaw`
      update engine set cluster = ${cluster}, "foreign" = null, foreign_since = null
      where cluster <> ${cluster} or "foreign" is not null`;
  } else {
    await tx.$executeRaw`
      update engine set "foreign" = ${cluster}, foreign_since = clock_timestamp() where "foreign" is distinct from ${cluster}`;
  }
  const noted = await readEngine(tx);
  if (!noted) throw new Error('The row of the engine is gone');
  return noted;
}

/** A person wants every open operation to go on in the Temporal that answers now. Answers how many that are. */
export async function adoptEngine(tx: Transaction, { by }: { by: string }): Promise<number> {
  const [row] = await tx.$queryRaw<{ foreign: string | null }[]>`select "foreign" from engine for update`;
  if (!row?.foreign) return 0;
  await tx.$executeRaw`update engine set cluster = "foreign", "foreign" = null, foreign_since = null`;
  const open = await tx.$queryRaw<{ id: string }[]>`
    select id from operations where status not in ('completed', 'failed', 'cancelled') order by id`;
  for (const { id: operationId } of open) {
    const operation = await lockOperation(tx, operationId);
    if (hasEnded(operation.status)) continue;
    const key = `adopted-${operation.fence}`;
    await appendEvent(tx, { operationId, key, type: 'gone_on', data: { by } });
    await takeUpInNewRun(tx, { operationId });
  }
  return open.length;
}
