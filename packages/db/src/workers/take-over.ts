import { ENDED } from '../operations/ended';
import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { appendEvent } from '../operations/events/append-event';
import { LOST } from './silence';

export interface Worker {
  id: string;
  /** Which attempt of its Temporal activity this is, from 1. */
  attempt: number;
}

/**
 * Names the worker that carries an open operation out from now on. Where the one before was lost at work, an event says so; a graceful
 * handover is not worth one. Returns whether the worker is another one.
 */
export async function takeOver(
  tx: Transaction,
  { operationId, worker }: { operationId: string; worker: Worker },
): Promise<boolean> {
  await tx.kysely.selectFrom('operations').select('id').where('id', '=', operationId).forUpdate().execute();
  const [before] = await tx.$queryRaw<
    { workerId: string | null; lost: boolean; atWork: boolean; n: number }[]
  >`
    select o.worker_id as "workerId", coalesce(${Prisma.raw(LOST)}, false) as lost, o.last_event as n,
      exists (select 1 from milestones where operation_id = o.id and status = 'running') as "atWork"
    from operations o left join workers w on w.id = o.worker_id
    where o.id = ${operationId} and o.worker_id is distinct from ${worker.id}
      and o.status not in ${ENDED}`;
  if (!before) return false;
  if (before.lost && (before.atWork || worker.attempt > 1)) {
    const key = `worker-lost-${before.workerId}-${before.n}`;
    const data = { attempt: worker.attempt };
    const set = Prisma.sql`worker_id = ${worker.id}`;
    await appendEvent(tx, { operationId, key, type: 'worker_lost', data, set });
  } else {
    await tx.kysely
      .updateTable('operations')
      .set({ workerId: worker.id })
      .where('id', '=', operationId)
      .execute();
  }
  return true;
}
