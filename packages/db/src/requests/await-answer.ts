import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../client';
import { DatabaseError } from '../errors';
import { countLiveWorkers } from '../workers/count-live';

/** Between two looks: a worker answers within some milliseconds. */
const FIRST_DELAY_MS = 4;
const LONGEST_DELAY_MS = 100;
export interface RequestAnswer {
  /** How many operations it was about, of the kinds that are about several. */
  operations: number | null;
}

interface Patience {
  waitMs: number;
  /** The same where no worker runs, so that an answer is not expected. */
  withoutWorkerMs: number;
}

/**
 * Waits until a worker has carried a request out. Null where none has.
 *
 * @throws DatabaseError the reason why it was not carried out
 */
export async function awaitAnswer(
  db: Database,
  id: bigint,
  { waitMs, withoutWorkerMs }: Patience,
): Promise<RequestAnswer | null> {
  const begunAt = performance.now();
  let workers: number | null = null;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 1.5, LONGEST_DELAY_MS)) {
    const row = await db.kysely
      .selectFrom('requests')
      .select(['answeredAt', 'problem', 'operations'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row?.problem) throw new DatabaseError(row.problem);
    if (!row || row.answeredAt !== null) return { operations: row?.operations ?? null };
    const waitedMs = performance.now() - begunAt;
    if (waitedMs > withoutWorkerMs) workers ??= await countLiveWorkers(db);
    if (waitedMs > waitMs || workers === 0) return null;
    await sleep(delayMs);
  }
}
