import { hasEnded } from '@milepost/contract/statuses';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { NOW } from '../kysely/expressions';
import { submitNext } from './advance-run';
import { lockRun, readSteps } from './lock-run';
import type { StepRow } from './lock-run';

export interface ContinueRun {
  runId: string;
  /** The step that the run stopped at, as the page showed it. */
  n: number;
  /** That step is submitted again; otherwise the run goes on after it. Only where it could not be submitted. */
  again: boolean;
}

/**
 * Goes on after a step that did not complete, or tries to submit it again.
 *
 * @throws DatabaseError stack_run_not_found, stack_moved_on where the run does not wait at this step
 */
export async function continueStackRun(tx: Transaction, { runId, n, again }: ContinueRun): Promise<void> {
  const run = await lockRun(tx, runId);
  const steps = await readSteps(tx, runId);
  const current = steps.findLast(({ status }) => status !== 'waiting');
  const movedOn = new DatabaseError({ code: 'stack_moved_on', runId });
  if (run.status !== 'stopped' || current?.n !== n || (await isOpen(tx, current))) throw movedOn;
  if (again && current.status !== 'rejected') throw movedOn;
  const next = steps.map((step) => (again && step.n === n ? { ...step, status: 'waiting' as const } : step));
  await submitNext(tx, run, next);
}

/**
 * No further step begins. The operation that runs goes on.
 *
 * @throws DatabaseError stack_run_not_found
 */
export async function endStackRun(
  tx: Transaction,
  { runId, by }: { runId: string; by: string },
): Promise<void> {
  const run = await lockRun(tx, runId);
  if (run.status !== 'running' && run.status !== 'stopped') return;
  await tx.kysely
    .updateTable('stackRuns')
    .set({ status: 'ended', endedBy: by, endedAt: NOW })
    .where('id', '=', runId)
    .execute();
  await tx.kysely
    .updateTable('stackRunSteps')
    .set({ sealedSecrets: null })
    .where('runId', '=', runId)
    .execute();
}

/** A person retries its operation: it goes on when that completes. */
async function isOpen(tx: Transaction, { operationId }: StepRow): Promise<boolean> {
  const operation = await tx.kysely
    .selectFrom('operations')
    .select('status')
    .where('id', '=', operationId)
    .executeTakeFirst();
  return operation !== undefined && !hasEnded(operation.status);
}
