import type { Database } from '@milepost/db/client';
import { listOperations as readPage } from '@milepost/db/operations/views/list-operations';
import type { OperationKind, OperationStatus, OperationSummary, Page } from '../../views/views';
import { operationSummary } from './views/summary';

export interface OperationQuery {
  /** One or several; all when left out. */
  status?: OperationStatus | OperationStatus[] | undefined;
  serverId?: string | undefined;
  installationId?: string | undefined;
  packageId?: string | undefined;
  kind?: OperationKind | undefined;
  search?: string | undefined;
  cursor?: string | null | undefined;
  limit?: number | undefined;
}

const PAGE = 25;

/** A page of operations, newest first. */
export async function listOperations(
  db: Database,
  { cursor = null, limit = PAGE, status, serverId, installationId, packageId, kind, search }: OperationQuery,
): Promise<Page<OperationSummary>> {
  const filter = {
    ...(status && { status: [status].flat() }),
    ...(serverId && { serverId }),
    ...(installationId && { installationId }),
    ...(packageId && { packageId }),
    ...(kind && { kind }),
    ...(search && { search }),
  };
  const { items, ...page } = await readPage(db, { filter, cursor, limit });
  return { ...page, items: items.map(operationSummary) };
}
