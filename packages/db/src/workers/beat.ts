import { ENDED_STATUSES } from '../operations/ended';
import type { Transaction } from '../client';
import { msAgo, NOW } from '../kysely/expressions';

const DAY_MS = 24 * 60 * 60_000;

/** Records that a worker is alive. One that others took for lost is not any more. */
export async function beat(db: Transaction, workerId: string): Promise<void> {
  await db.kysely
    .insertInto('workers')
    .values({ id: workerId })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ beatAt: NOW, lostAt: null }))
    .execute();
}

/** Records a graceful shutdown: what the worker was doing is handed over, and it is not missed. */
export async function stopWorker(db: Transaction, workerId: string): Promise<void> {
  await db.kysely
    .updateTable('workers')
    .set({ stoppedAt: NOW, lostAt: null })
    .where('id', '=', workerId)
    .execute();
}

/** Deletes workers that have been gone for a day, unless an open operation still names them. */
export async function pruneWorkers(db: Transaction): Promise<void> {
  await db.kysely
    .deleteFrom('workers')
    .where((eb) => eb.fn.coalesce('stoppedAt', 'beatAt'), '<', msAgo(DAY_MS))
    .where((eb) => {
      const open = eb.selectFrom('operations').where('status', 'not in', ENDED_STATUSES);
      return eb.not(eb.exists(open.whereRef('workerId', '=', 'workers.id').select('operations.id')));
    })
    .execute();
}
