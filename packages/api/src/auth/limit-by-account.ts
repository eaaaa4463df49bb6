import { createHash } from 'node:crypto';
import type { Database } from '@milepost/db/client';
import { APIError, createAuthMiddleware } from 'better-auth/api';

const WINDOW_SECONDS = 300;
const MAX_TRIES = 20;

/**
 * Tries to sign in to one account are counted whatever address they come from: better-auth's own limit is by address,
 * and that is what a proxy says it is. Counted in the table of the other limits.
 */
export function limitByAccount(db: Database) {
  return createAuthMiddleware(async ({ path, body }) => {
    if (path !== '/sign-in/email') return;
    const email: unknown = (body as Record<string, unknown> | undefined)?.email;
    if (typeof email !== 'string') return;
    if ((await countTry(db, email)) > MAX_TRIES)
      throw new APIError('TOO_MANY_REQUESTS', {
        code: 'TOO_MANY_TRIES',
        message: 'There were too many tries to sign in to this account. Wait five minutes and try again.',
      });
  });
}

/** Tries in the current window, this one included; the window begins with the first. */
async function countTry(db: Database, email: string): Promise<number> {
  const key = `account|${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`;
  const now = Date.now();
  const windowStart = now - WINDOW_SECONDS * 1000;
  const rows = await db.$queryRaw<{ count: number }[]>`
    insert into rate_limits (id, key, count, last_request) values (${key}, ${key}, 1, ${now})
    on conflict (key) do update set
      count = case when rate_limits.last_request < ${windowStart} then 1 else rate_limits.count + 1 end,
      last_request = case when rate_limits.last_request < ${windowStart} then ${now} else rate_limits.last_request end
    returning count`;
  return rows[0]?.count ?? 1;
}
