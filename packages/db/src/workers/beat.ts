import { ENDED } from '../operations/ended';
import type { Transaction } from '../client';

/** Records that a worker is alive. One that others took for lost is not any more. */
export async function beat(db: Transaction, workerId: string): Promise<void> {
  await db.$executeRaw`
    insert into workers (id) values (${workerId})
    on conflict (id) do update set beat_at = clock_timestamp(), lost_at = null`;
}

/** Records a graceful shutdown: what the worker was doing is handed over, and it is not missed. */
export async function stopWorker(db: Transaction, workerId: string): Promise<void> {
  await db.$executeRaw`update workers set stopped_at = clock_timestamp(), lost_at = null where id = ${workerId}`;
}

/** Deletes workers that have been gone for a day, unless an open operation still names them. */
export async function pruneWorkers(db: Transaction): Promise<void> {
  await db.$executeRaw`
    delete from workers
    where coalesce(stopped_at, beat_at) < clock_timestamp() - interval '1 day'
      and not exists (select 1 from operations o
        where o.worker_id = workers.id and o.status not in ${ENDED})`;
}
