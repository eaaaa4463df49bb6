import type { Database } from '@milepost/db/client';
import { DatabaseError } from '@milepost/db/errors';
import type { Page, ServerSummary } from '../../views/views';
import { readServerRows, summarizeServers } from './server-rows';
import type { ServerWhere } from './server-rows';

export interface ServerQuery {
  /** In the name or the address. */
  search?: string | undefined;
  sort?: ServerSort | undefined;
  /** The id of the last one on the page before. */
  cursor?: string | null | undefined;
  limit?: number | undefined;
}

export const SERVER_SORTS = ['name', 'createdAt', 'lastSeenAt', 'status'] as const;
export type ServerSort = (typeof SERVER_SORTS)[number];

const PAGE = 25;

/** Names from A; the newest and those seen last first. The name is unique, so the order is total. */
const ORDER = {
  name: [{ name: 'asc' }],
  createdAt: [{ createdAt: 'desc' }, { name: 'asc' }],
  lastSeenAt: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { name: 'asc' }],
  status: [{ status: 'asc' }, { name: 'asc' }],
} as const;

/**
 * A page of servers.
 *
 * @throws DatabaseError bad_cursor, also where the server that the page before ended with was removed
 */
export async function listServers(
  db: Database,
  { search, sort = 'name', cursor, limit = PAGE }: ServerQuery,
): Promise<Page<ServerSummary>> {
  const where: ServerWhere = {
    status: { not: 'removed' },
    ...(search && {
      OR: [
        { name: { contains: search, mode: 'insensitive' } },
        { address: { contains: search, mode: 'insensitive' } },
      ],
    }),
  };
  if (cursor && (await db.server.count({ where: { id: cursor } })) === 0)
    throw new DatabaseError({ code: 'bad_cursor' });
  const [rows, total] = await Promise.all([
    readServerRows(db, {
      where,
      orderBy: [...ORDER[sort]],
      take: limit + 1,
      ...(cursor ? { cursor: { id: cursor }, skip: 1 } : {}),
    }),
    db.server.count({ where }),
  ]);
  const page = rows.slice(0, limit);
  return {
    items: await summarizeServers(db, page),
    cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    total,
    totalIsLeast: false,
  };
}
