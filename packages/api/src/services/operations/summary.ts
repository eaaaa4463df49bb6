import type { Transaction } from '@milepost/db/client';
import type { OperationSummary } from '../../views';
import { packageTitle } from '../catalogue/require-package';
import { readOperationRows } from './operation-rows';
import type { OperationRow, OperationWhere } from './operation-rows';
import { progressView } from './progress-view';
import { readSurroundings } from './surroundings';
import type { Surroundings } from './surroundings';

/** An operation in a list. */
export function operationSummary(row: OperationRow, surroundings: Surroundings): OperationSummary {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    package: { id: row.packageId, title: packageTitle(row.packageId) },
    server: { id: row.server.id, name: row.server.name },
    status: row.status,
    interrupted: row.interrupted !== null,
    progress: progressView(row, surroundings),
    conclusion: row.conclusion,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** Summaries of rows that were read together. */
export async function summarise(db: Transaction, rows: OperationRow[]): Promise<OperationSummary[]> {
  const surroundings = await readSurroundings(db, rows);
  return rows.map((row) => operationSummary(row, surroundings));
}

/** Summaries by id, for those that exist. */
export async function readSummaries(
  db: Transaction,
  where: OperationWhere,
): Promise<Map<string, OperationSummary>> {
  const summaries = await summarise(db, await readOperationRows(db, { where }));
  return new Map(summaries.map((summary) => [summary.id, summary]));
}
