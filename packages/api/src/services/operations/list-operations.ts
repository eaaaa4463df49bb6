import type { Database } from '@milepost/db/client';
import type { OperationKind, OperationStatus, OperationSummary, Page } from '../../views';
import { NEWEST_FIRST, readOperationRows } from './operation-rows';
import type { OperationWhere } from './operation-rows';
import { summarise } from './summary';

export interface OperationFilter {
  status?: OperationStatus | OperationStatus[] | undefined;
  serverId?: string | undefined;
  packageId?: string | undefined;
  kind?: OperationKind | undefined;
  /** In the title, who asked for it, or the beginning of the id. */
  search?: string | undefined;
  /** The id of the last one on the page before. */
  cursor?: string | null | undefined;
  limit?: number | undefined;
}

const PAGE = 25;

/** A page of operations, newest first. It goes on after the cursor's row, wherever new ones have come in since. */
export async function listOperations(
  db: Database,
  { cursor, limit = PAGE, ...filter }: OperationFilter,
): Promise<Page<OperationSummary>> {
  const where = whereOf(filter);
  const [rows, total] = await Promise.all([
    readOperationRows(db, {
      where,
      orderBy: [...NEWEST_FIRST],
      take: limit + 1,
      ...(cursor ? { cursor: { id: cursor }, skip: 1 } : {}),
    }),
    db.operation.count({ where }),
  ]);
  const page = rows.slice(0, limit);
  return {
    items: await summarise(db, page),
    cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    total,
  };
}

function whereOf({ status, serverId, packageId, kind, search }: OperationFilter): OperationWhere {
  return {
    ...(status && { status: { in: [status].flat() } }),
    ...(serverId && { serverId }),
    ...(packageId && { packageId }),
    ...(kind && { kind }),
    ...(search && {
      OR: [
        { title: { contains: search, mode: 'insensitive' } },
        { requestedBy: { contains: search, mode: 'insensitive' } },
        { id: { startsWith: search.toLowerCase() } },
      ],
    }),
  };
}
