import type { Transaction } from '../client';
import { literalRows } from '../kysely/expressions';

export type StackRunRow = Awaited<ReturnType<typeof readStackRuns>>[number];
export type StackStepRow = Awaited<ReturnType<typeof readStackSteps>>[number];

/** Runs, the newest first: one, or the last ones. */
export function readStackRuns(tx: Transaction, { id, limit }: { id?: string; limit: number }) {
  const runs = tx.kysely
    .selectFrom('stackRuns as run')
    .innerJoin('servers as server', 'server.id', 'run.serverId')
    .select(['run.id', 'run.name', 'run.status', 'run.serverId', 'server.name as serverName'])
    .select(['run.requestedBy', 'run.requestedAt', 'run.endedBy', 'run.endedAt']);
  const wanted = id === undefined ? runs : runs.where('run.id', '=', id);
  return wanted.orderBy('run.requestedAt', 'desc').limit(literalRows(limit)).execute();
}

/** The steps of these runs, in their order, without what is sealed. */
export async function readStackSteps(tx: Transaction, runIds: string[]) {
  if (runIds.length === 0) return [];
  return tx.kysely
    .selectFrom('stackRunSteps')
    .select(['runId', 'n', 'packageId', 'title', 'installationTitle', 'status', 'problem'])
    .select(['operationId', 'shownMilestones'])
    .where('runId', 'in', runIds)
    .orderBy('n')
    .execute();
}
