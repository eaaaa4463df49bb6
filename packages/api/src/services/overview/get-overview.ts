import type { Database } from '@milepost/db/client';
import { readEngine } from '@milepost/db/operations/engine';
import { listOperations } from '@milepost/db/operations/list-operations';
import { readOpenOperations } from '@milepost/db/operations/read-operations';
import { readStatistics } from '@milepost/db/operations/statistics';
import type { Dependencies } from '../../dependencies';
import { engineState } from '../../temporal/engine-state';
import type { Overview } from '../../views';
import { operationSummary } from '../operations/summary';
import { readAttention } from './attention';

const RECENT = 10;
const DAYS = 30;

/** What needs attention, what runs, what was, and how it went over 30 days. */
export async function getOverview({
  db,
  temporal,
}: Pick<Dependencies, 'db' | 'temporal'>): Promise<Overview> {
  const [servers, attention, open, recent, last30Days, engine, row] = await Promise.all([
    countServers(db),
    readAttention(db),
    readOpenOperations(db),
    listOperations(db, { filter: { status: ['completed', 'failed', 'cancelled'] }, limit: RECENT }),
    readStatistics(db, { days: DAYS }),
    engineState(temporal),
    readEngine(db),
  ]);
  return {
    servers,
    attention,
    active: open.map(operationSummary),
    recent: recent.items.map(operationSummary),
    last30Days,
    engine: { ...engine, foreignSince: row?.foreignSince?.toISOString() ?? null },
  };
}

async function countServers(db: Database): Promise<Overview['servers']> {
  const [total, ready] = await Promise.all([
    db.server.count(),
    db.server.count({ where: { status: 'ready', problem: null } }),
  ]);
  return { total, ready };
}
