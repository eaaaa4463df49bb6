import { literalLimit } from '../../literal-limit';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { Prisma } from '../../generated/client';
import { selectOperations } from './operation-view';
import type { OperationView } from './operation-view';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { OperationStatus } from '@milepost/contract/statuses';

/** More words than that narrow nothing down. */
const MAX_SEARCH_WORDS = 8;

export interface OperationFilter {
  /** Any of these; empty or absent: all. */
  status?: OperationStatus[];
  serverId?: string;
  installationId?: string;
  packageId?: string;
  kind?: OperationKind;
  /** Words, each of them in its title, its server's name, its package or who asked for it, in any case. */
  search?: string;
}

export interface OperationPage {
  items: OperationView[];
  /** Gives the next page; null at the end. */
  cursor: string | null;
  /** How many match on all pages. */
  total: number;
  /** There are more: they are counted only so far. */
  totalIsLeast: boolean;
}

/** Nobody needs to know more exactly, and a page must not cost more with each operation there ever was. */
const MAX_COUNTED = 1_000;

/**
 * Operations, the newest first.
 *
 * @throws DatabaseError bad_cursor
 */
export async function listOperations(
  db: Transaction,
  {
    filter,
    cursor,
    limit,
    maxCount = MAX_COUNTED,
  }: { filter: OperationFilter; cursor?: string | null; limit: number; maxCount?: number },
): Promise<OperationPage> {
  const matches = Prisma.join([Prisma.sql`true`, ...conditions(filter)], ' and ');
  const pageCondition = cursor
    ? Prisma.sql`${matches} and (o.requested_at, o.id) < ${decodeCursor(cursor)}`
    : matches;
  const [items, [counted]] = await Promise.all([
    selectOperations(db, {
      where: pageCondition,
      tail: Prisma.sql`order by o.requested_at desc, o.id desc ${literalLimit(limit + 1)}`,
    }),
    db.$queryRaw<{ total: number }[]>`
      select count(*)::int as total from (select 1 from operations o where ${matches} ${literalLimit(maxCount + 1)}) counted`,
  ]);
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    cursor: items.length > limit && last ? `${last.requestedAt.toISOString()} ${last.id}` : null,
    total: Math.min(counted?.total ?? 0, maxCount),
    totalIsLeast: (counted?.total ?? 0) > maxCount,
  };
}

function conditions({
  status,
  serverId,
  installationId,
  packageId,
  kind,
  search,
}: OperationFilter): Prisma.Sql[] {
  const found: Prisma.Sql[] = [];
  if (status && status.length > 0) found.push(Prisma.sql`o.status = any(${status}::operation_status[])`);
  if (serverId) found.push(Prisma.sql`o.server_id = ${serverId}`);
  if (installationId) found.push(Prisma.sql`o.installation_id = ${installationId}`);
  if (packageId) found.push(Prisma.sql`o.package_id = ${packageId}`);
  if (kind) found.push(Prisma.sql`o.kind = ${kind}`);
  for (const word of search?.split(/\s+/).filter(Boolean).slice(0, MAX_SEARCH_WORDS) ?? [])
    found.push(matchesWord(word));
  return found;
}

function matchesWord(word: string): Prisma.Sql {
  const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`(o.title ilike ${like} or o.package_id ilike ${like} or o.requested_by ilike ${like}
    or o.server_id in (select id from servers where name ilike ${like}))`;
}

/** When an operation was requested, and its id: a time that JavaScript writes and PostgreSQL reads. */
const CURSOR = /^([12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f-]{36})$/;

function decodeCursor(cursor: string): Prisma.Sql {
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  if (at === undefined || Number.isNaN(Date.parse(at))) throw new DatabaseError({ code: 'bad_cursor' });
  return Prisma.sql`(${at}::timestamptz, ${id})`;
}
