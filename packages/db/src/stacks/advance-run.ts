import type { DatabaseProblem } from '@milepost/contract/errors/database-problem';
import type { StackRunStatus, StackStepStatus } from '@milepost/contract/stack';
import type { Transaction } from '../client';
import { DatabaseError, isDatabaseAway, isDeadlock } from '../errors';
import { json, NOW } from '../kysely/expressions';
import { submitOperation } from '../operations/lifecycle/submit-operation';
import { isInPlace } from './in-place';
import { lockRun, readSteps } from './lock-run';
import type { LockedRun, StepRow } from './lock-run';

/**
 * Goes on with a run whose current step has completed: submits the operation of the next one, or completes the run. Where the current step
 * did not complete, the run stops until a person decides. Nothing happens while its operation is open, or after the run has ended.
 */
export async function advanceStackRun(tx: Transaction, runId: string): Promise<void> {
  const run = await lockRun(tx, runId);
  if (run.status !== 'running' && run.status !== 'stopped') return;
  const steps = await readSteps(tx, runId);
  const current = steps.findLast(({ status }) => status !== 'waiting');
  if (current?.status === 'submitted') return;
  if (current && current.status !== 'completed' && current.status !== 'skipped')
    return setStatus(tx, runId, 'stopped');
  await submitNext(tx, run, steps);
}

/** Submits the next step of a run that waits. It is locked. */
export async function submitNext(tx: Transaction, run: LockedRun, steps: StepRow[]): Promise<void> {
  for (const step of steps.filter(({ status }) => status === 'waiting')) {
    if (await isInPlace(tx, run, step)) {
      await setStep(tx, step, { status: 'skipped', secretsTaken: true, problem: null });
      continue;
    }
    const problem = await submitStep(tx, run, step);
    if (problem === null) {
      await setStep(tx, step, { status: 'submitted', secretsTaken: true, problem: null });
      return setStatus(tx, run.id, 'running');
    }
    await setStep(tx, step, { status: 'rejected', secretsTaken: false, problem });
    return setStatus(tx, run.id, 'stopped');
  }
  await tx.kysely
    .updateTable('stackRuns')
    .set({ status: 'completed', endedAt: NOW })
    .where('id', '=', run.id)
    .execute();
}

/** Why it could not be submitted; null where it was. */
async function submitStep(tx: Transaction, run: LockedRun, step: StepRow): Promise<DatabaseProblem | null> {
  const { packageId, title, input, sealedSecrets, shownObservations, operationId } = step;
  if (step.parentId !== null && !(await isLive(tx, step.parentId)))
    return { code: 'stack_parent_missing', packageId };
  await tx.$executeRaw`savepoint stack_step`;
  try {
    await submitOperation(tx, {
      ...{ id: operationId, kind: 'install', packageId, title, serverId: run.serverId },
      ...{ input, sealedSecrets, shownObservations, requestedBy: run.requestedBy },
      installation: {
        ...{ key: step.key, title: step.installationTitle, parentId: step.parentId },
        newId: step.installationId,
      },
      plan: { hash: step.shownHash, milestones: step.shownMilestones },
    });
    return null;
  } catch (error) {
    // Those are no answer: the request is due again.
    if (isDatabaseAway(error) || isDeadlock(error)) throw error;
    await tx.$executeRaw`rollback to savepoint stack_step`;
    return error instanceof DatabaseError ? error.problem : { code: 'request_failed' };
  }
}

async function isLive(tx: Transaction, installationId: string): Promise<boolean> {
  const row = await tx.kysely
    .selectFrom('installations')
    .select('id')
    .where('id', '=', installationId)
    .where('uninstalledAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

interface StepChange {
  status: StackStepStatus;
  /** The operation has them now, or nobody needs them. */
  secretsTaken: boolean;
  problem: DatabaseProblem | null;
}

async function setStep(
  tx: Transaction,
  { runId, n }: Pick<StepRow, 'runId' | 'n'>,
  { status, secretsTaken, problem }: StepChange,
): Promise<void> {
  await tx.kysely
    .updateTable('stackRunSteps')
    .set({ status, problem: problem && json(problem), ...(secretsTaken && { sealedSecrets: null }) })
    .where('runId', '=', runId)
    .where('n', '=', n)
    .execute();
}

async function setStatus(tx: Transaction, runId: string, status: StackRunStatus): Promise<void> {
  await tx.kysely.updateTable('stackRuns').set({ status }).where('id', '=', runId).execute();
}
