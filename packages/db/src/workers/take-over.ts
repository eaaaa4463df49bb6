import { ENDED_STATUSES } from '../operations/ended';
import { sql } from 'kysely';
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
  const before = await tx.kysely
    .selectFrom('operations as o')
    .leftJoin('workers as w', 'w.id', 'o.workerId')
    .select(['o.workerId', 'o.lastEvent'])
    .select(sql<boolean | null>`${sql.raw(LOST)}`.as('lost'))
    .select((eb) => {
      const milestones = eb.selectFrom('milestones').whereRef('operationId', '=', 'o.id');
      return eb.exists(milestones.where('status', '=', 'running').select('n')).as('atWork');
    })
    .where('o.id', '=', operationId)
    .where('o.workerId', 'is distinct from', worker.id)
    .where('o.status', 'not in', ENDED_STATUSES)
    .executeTakeFirst();
  if (!before) return false;
  if (before.lost && (before.atWork || worker.attempt > 1)) {
    const key = `worker-lost-${before.workerId}-${before.lastEvent}`;
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
