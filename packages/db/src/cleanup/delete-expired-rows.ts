import { literalLimit } from '../literal-limit';
import type { Database } from '../client';
import { Prisma } from '../generated/client';
import { deleteInBatches } from './delete-in-batches';

const ROWS_AT_ONCE = 500;

const row = (table: string, expired: Prisma.Sql): [Prisma.Sql, Prisma.Sql] => [Prisma.raw(table), expired];

/** A link that was used or has expired is kept for a day: meanwhile its page can say which. */
const LINK_HAS_ENDED = Prisma.sql`least(used_at, expires_at) < clock_timestamp() - interval '1 day'`;
const HAS_EXPIRED = Prisma.sql`expires_at < clock_timestamp()`;

/** Which rows of which tables nobody reads any more. */
const EXPIRED = {
  sessions: row('sessions', HAS_EXPIRED),
  verifications: row('verifications', HAS_EXPIRED),
  invitations: row('invitations', LINK_HAS_ENDED),
  ownerLinks: row('owner_links', LINK_HAS_ENDED),
  // Milliseconds since 1970; no window of better-auth is longer than a few minutes.
  rateLimits: row(
    'rate_limits',
    Prisma.sql`last_request < extract(epoch from clock_timestamp() - interval '1 hour') * 1000`,
  ),
  // Left by a web process that died.
  serviceReports: row('service_reports', Prisma.sql`created_at < clock_timestamp() - interval '1 hour'`),
  planChecks: row('plan_checks', Prisma.sql`created_at < clock_timestamp() - interval '1 hour'`),
  // What a preview found is compared once: as long as the operation has not begun, or waits for a decision about it.
  observations: row(
    'observations',
    Prisma.sql`created_at < clock_timestamp() - interval '1 day' and not exists (
      select from operations where (shown_observations = hash or conclusion ->> 'observations' = hash) and ended_at is null)`,
  ),
  // What people asked for is a record of who did so.
  requests: row('requests', Prisma.sql`answered_at < clock_timestamp() - interval '365 days'`),
  stackRuns: row('stack_runs', Prisma.sql`ended_at < clock_timestamp() - interval '365 days'`),
  // A delivery that was sent is never sent again; nothing reads it after that.
  deliveries: row('outbox', Prisma.sql`sent_at < clock_timestamp() - interval '30 days'`),
};

export type ExpiredKind = keyof typeof EXPIRED;

export const EXPIRED_KINDS = Object.keys(EXPIRED) as ExpiredKind[];

/** Deletes the rows of one kind that have expired. Returns how many. Any number of workers may do this at once. */
export function deleteExpiredRows(db: Database, kind: ExpiredKind): Promise<number> {
  const [table, expired] = EXPIRED[kind];
  return deleteInBatches(
    () => db.$executeRaw`
      delete from ${table} where ctid = any (array(
        select ctid from ${table} where ${expired} ${literalLimit(ROWS_AT_ONCE)} for update skip locked))`,
    ROWS_AT_ONCE,
  );
}
