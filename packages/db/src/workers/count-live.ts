import { sql } from 'kysely';
import type { Transaction } from '../client';
import { SILENT } from './silence';

/** How many workers are alive by their beats. */
export async function countLiveWorkers(db: Transaction): Promise<number> {
  const { live } = await db.kysely
    .selectFrom('workers as w')
    .select((eb) => eb.fn.countAll<bigint>().as('live'))
    .where('w.stoppedAt', 'is', null)
    .where('w.lostAt', 'is', null)
    .where((eb) => eb.not(sql<boolean>`${sql.raw(SILENT)}`))
    .executeTakeFirstOrThrow();
  return Number(live);
}
