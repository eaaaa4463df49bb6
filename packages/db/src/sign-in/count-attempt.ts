import { sql } from 'kysely';
import { transaction } from '../client';
import type { Database } from '../client';

/** Failures are forgotten when none was added for this long. */
export const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** What failed attempts are counted for, and when it is refused. */
export interface AttemptLimit {
  key: string;
  /** From this failure on, attempts are refused for a time that doubles with each further one. */
  failures: number;
  firstDelayMs: number;
  longestDelayMs: number;
  /** Whether a success proves that all failures so far were mistakes; otherwise it takes back only its own attempt. */
  successClears: boolean;
}

/** An attempt that may continue. */
export interface CountedAttempt {
  counts: { limit: AttemptLimit; failures: number }[];
}

/** One that is refused, and for how many more milliseconds. */
export interface RefusedAttempt {
  refusedForMs: number;
}

class Refused extends Error {
  constructor(readonly key: string) {
    super('An attempt too many');
  }
}

/**
 * Counts an attempt as failed before the password is looked at, so that many at once cannot pass together;
 * `takeBackAttempt` undoes it. Refused where one of the limits is reached; then it counts for none of them.
 */
export async function countAttempt(
  db: Database,
  limits: AttemptLimit[],
  now = new Date(),
): Promise<CountedAttempt | RefusedAttempt> {
  const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
  const ordered = limits.toSorted((a, b) => (a.key < b.key ? -1 : 1)); // two at once lock in the same order
  try {
    return await transaction(db, async (tx) => {
      const counts: CountedAttempt['counts'] = [];
      for (const limit of ordered) {
        const [row] = await tx.$queryRaw<{ failures: number }[]>`
          insert into sign_in_failures as f (key, failures, last_failed_at, blocked_until)
          values (${limit.key}, 1, ${now}, ${now})
          on conflict (key) do update set
            failures = case when f.last_failed_at < ${forgotten} then 1 else f.failures + 1 end,
            last_failed_at = ${now},
            blocked_until = case
              when f.last_failed_at < ${forgotten} or f.failures + 1 < ${limit.failures} then ${now}
              else ${now}::timestamptz + interval '1 millisecond' * least(
                ${limit.longestDelayMs}::float8,
                ${limit.firstDelayMs}::float8 * power(2, least(f.failures + 1 - ${limit.failures}, 30)))
            end
          where f.blocked_until <= ${now}
          returning failures`;
        if (!row) throw new Refused(limit.key);
        counts.push({ limit, failures: row.failures });
      }
      return { counts };
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const row = await db.kysely
      .selectFrom('signInFailures')
      .select('blockedUntil')
      .where('key', '=', error.key)
      .executeTakeFirst();
    return { refusedForMs: Math.max(0, (row?.blockedUntil.getTime() ?? 0) - now.getTime()) };
  }
}

/** The attempt was none, or it succeeded: then what a success clears is cleared. */
export async function takeBackAttempt(
  db: Database,
  { counts }: CountedAttempt,
  { succeeded, now = new Date() }: { succeeded: boolean; now?: Date },
): Promise<void> {
  for (const { limit, failures } of counts) {
    if (succeeded && limit.successClears) {
      await db.kysely.deleteFrom('signInFailures').where('key', '=', limit.key).execute();
      continue;
    }
    // The refusal that this attempt began ends with it, unless another failure came after.
    const blockedUntil = sql<Date>`case when failures = ${failures} then least(blocked_until, ${now}) else blocked_until end`;
    await db.kysely
      .updateTable('signInFailures')
      .set({ failures: sql<number>`greatest(failures - 1, 0)`, blockedUntil })
      .where('key', '=', limit.key)
      .execute();
  }
}
