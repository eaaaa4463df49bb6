import { ENDED_STATUSES } from '../operations/ended';
import { sql } from 'kysely';
import type { Transaction } from '../client';
import { NOW } from '../kysely/expressions';
import { SILENT } from './silence';

export interface LostWatch {
  /**
   * Marks workers that fell silent as lost, and answers with the open operations that they were working on. Call it about once a
   * second. Any number of processes may do so. Throws when the database is away.
   */
  check(db: Transaction): Promise<string[]>;
}

/** A longer pause between two checks means that the database, the network or this process was away. */
const BREAK_MS = 2_500;
/** How long the database must have answered without a break: workers need as long to connect again. */
const STEADY_MS = 5_000;

/** `now`: milliseconds on a clock that never jumps. */
export function createLostWatch(now: () => number = () => performance.now()): LostWatch {
  let steadySince = Infinity;
  let last = -Infinity;
  return {
    async check(db) {
      const at = now();
      if (at - last > BREAK_MS) steadySince = at;
      last = -Infinity; // unless this one succeeds
      const operationIds = await markLost(db, { steady: at - steadySince >= STEADY_MS });
      last = now();
      return operationIds;
    },
  };
}

/** Asks the database in any case: that it answers is what the next check relies on. */
async function markLost(db: Transaction, { steady }: { steady: boolean }): Promise<string[]> {
  const rows = await db.kysely
    .with('lost', (statements) =>
      statements
        .updateTable('workers as w')
        .set({ lostAt: NOW })
        .where(sql<boolean>`${steady} and ${sql.raw(SILENT)}`)
        .where('w.lostAt', 'is', null)
        .returning('w.id'),
    )
    .selectFrom('operations')
    .innerJoin('lost', 'lost.id', 'operations.workerId')
    .select('operations.id')
    .where('status', 'not in', ENDED_STATUSES)
    .execute();
  return rows.map(({ id }) => id);
}
