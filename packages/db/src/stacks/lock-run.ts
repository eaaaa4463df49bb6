import type { Transaction } from '../client';
import { DatabaseError } from '../errors';

export type LockedRun = Awaited<ReturnType<typeof lockRun>>;
export type StepRow = Awaited<ReturnType<typeof readSteps>>[number];

/**
 * Locks a run until the transaction ends: before operations, which are locked before installations.
 *
 * @throws DatabaseError stack_run_not_found
 */
export async function lockRun(tx: Transaction, runId: string) {
  const run = await tx.kysely
    .selectFrom('stackRuns')
    .select(['id', 'serverId', 'status', 'requestedBy'])
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirst();
  if (!run) throw new DatabaseError({ code: 'stack_run_not_found', runId });
  return run;
}

/** In their order. */
export function readSteps(tx: Transaction, runId: string) {
  return tx.kysely.selectFrom('stackRunSteps').selectAll().where('runId', '=', runId).orderBy('n').execute();
}
