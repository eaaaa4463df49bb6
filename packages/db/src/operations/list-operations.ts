import { atMost } from '../at-most';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { Prisma } from '../generated/client';
import { selectOperations } from './operation-view';
import type { OperationView } from './operation-view';
import type { OperationKind, OperationStatus } from './words';

/** More words than that narrow nothing down. */
const MOST_WORDS = 8;

export interface OperationFilter {
  /** Any of these; empty or absent: all. */
  status?: OperationStatus[];
  serverId?: string;
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
const COUNTED = 1_000;

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
    countAtMost = COUNTED,
  }: { filter: OperationFilter; cursor?: string | null; limit: number; countAtMost?: number },
): Promise<OperationPage> {
  const matches = Prisma.join([Prisma.sql`true`, ...conditions(filter)], ' and ');
  const rest = cursor ? Prisma.sql`${matches} and (o.requested_at, o.id) < ${position(cursor)}` : matches;
  const [items, [counted]] = await Promise.all([
    selectOperations(db, {
      where: rest,
      tail: Prisma.sql`order by o.requested_at desc, o.id desc ${atMost(limit + 1)}`,
    }),
    db.$queryRaw<{ total: number }[]>`
      select count(*)::int as total from (select 1 from operations o where ${matches} ${atMost(countAtMost + 1)}) counted`,
  ]);
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    cursor: items.length > limit && last ? `${last.requestedAt.toISOString()} ${last.id}` : null,
    total: Math.min(counted?.total ?? 0, countAtMost),
    totalIsLeast: (counted?.total ?? 0) > countAtMost,
  };
}

function conditions({ status, serverId, packageId, kind, search }: OperationFilter): Prisma.Sql[] {
  const found: Prisma.Sql[] = [];
  if (status && status.length > 0) found.push(Prisma.sql`o.status = any(${status}::operation_status[])`);
  if (serverId) found.push(Prisma.sql`o.server_id = ${serverId}`);
  if (packageId) found.push(Prisma.sql`o.package_id = ${packageId}`);
  if (kind) found.push(Prisma.sql`o.kind = ${kind}::operation_kind`);
  for (const word of search?.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS) ?? []) found.push(has(word));
  return found;
}

function has(word: string): Prisma.Sql {
  const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`(o.title ilike ${like} or o.package_id ilike ${like} or o.requested_by ilike ${like}
    or o.server_id in (select id from servers where name ilike ${like}))`;
}

function position(cursor: string): Prisma.Sql {
  const [at = '', id = ''] = cursor.split(' ');
  if (Number.isNaN(Date.parse(at))) throw new DatabaseError('bad_cursor', 'There is no such page.');
  return Prisma.sql`(${at}::timestamptz, ${id})`;
}
