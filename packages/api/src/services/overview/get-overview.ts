import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import type { Database } from '@milepost/db/client';
import { DB_NULL } from '@milepost/db/db-null';
import { readCluster } from '@milepost/db/operations/delivery/temporal-cluster';
import { listOperations } from '@milepost/db/operations/views/list-operations';
import { readOpenOperations } from '@milepost/db/operations/views/read-operations';
import { readStatistics } from '@milepost/db/operations/estimates/statistics';
import { countLiveWorkers } from '@milepost/db/workers/count-live';
import type { Dependencies } from '../../process/dependencies';
import { isEngineReachable } from '../../temporal/engine-state';
import type { Overview } from '../../views/overview-views';
import { operationSummary } from '../operations/views/summary';
import { readAttention } from './attention';
import { readAvailableUpdates } from './available-updates';

const RECENT = 10;
const DAYS = 30;

/** What needs attention, what runs, what was, and how it went over 30 days. */
export async function getOverview({
  db,
  temporal,
}: Pick<Dependencies, 'db' | 'temporal'>): Promise<Overview> {
  const [servers, attention, updates, open, recent, last30Days, reachable, workers, row] = await Promise.all([
    countServers(db),
    readAttention(db),
    readAvailableUpdates(db),
    readOpenOperations(db),
    listOperations(db, { filter: { status: [...OPERATION_OUTCOMES] }, limit: RECENT }),
    readStatistics(db, { days: DAYS }),
    isEngineReachable(temporal),
    countLiveWorkers(db),
    readCluster(db),
  ]);
  return {
    servers,
    attention,
    updates,
    active: open.map(operationSummary),
    recent: recent.items.map(operationSummary),
    last30Days,
    engine: { reachable, workers, unexpectedSince: row?.unexpectedSince?.toISOString() ?? null },
  };
}

async function countServers(db: Database): Promise<Overview['servers']> {
  const [total, ready] = await Promise.all([
    db.server.count({ where: { status: { not: 'removed' } } }),
    db.server.count({ where: { status: 'ready', problem: { equals: DB_NULL }, unreachableSince: null } }),
  ]);
  return { total, ready };
}
