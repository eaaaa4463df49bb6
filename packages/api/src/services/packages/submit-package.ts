import { transaction } from '@milepost/db/client';
import type { Transaction } from '@milepost/db/client';
import { makeWay } from '@milepost/db/operations/make-way';
import { readStart } from '@milepost/db/operations/read-start';
import { submitOperation } from '@milepost/db/operations/submit-operation';
import type { Submission } from '@milepost/db/operations/submit-operation';
import { operationContext } from '@milepost/packages-core/credentials/contexts';
import type { Dependencies } from '../../dependencies';
import { AppError } from '../../errors/app-error';
import { startOperation } from '../../temporal/start-operation';
import { EngineUnreachable } from '../../temporal/within';
import { told } from '../operations/told';
import { judge } from './judge';
import type { Wish } from './judge';
import { planOf } from './plan-of';
import { sealSecrets } from './seal-secrets';

export interface Submit extends Wish {
  /** From the form, so that a second press is the same operation. */
  operationId: string;
  /** What waits for a decision on the same installation, and is given up for this one. */
  givesUp?: { operationId: string; point: number } | null | undefined;
  /** Of the plan that the person saw. */
  planHash: string;
  by: string;
}

export interface Submitted {
  operationId: string;
  warning: string | null;
}

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'sealingKey' | 'url' | 'log' | 'notifier'>;

export const UNREACHABLE = 'Accepted. The workflow engine is unreachable; it starts when it is back.';

/** Writes the operation with all that belongs to it in one transaction, then has it started. Answers at once, also without Temporal. */
export async function submitPackage(needed: Needed, submit: Submit): Promise<Submitted> {
  const { db } = needed;
  // A second press is answered as the first was, whatever has changed in between.
  const known = await db.operation.findUnique({ where: { id: submit.operationId }, select: { id: true } });
  const submission = known ? null : await prepareSubmission(needed, submit);
  if (submission) await write(needed, submit, submission);
  else await assertSame(needed, submit);
  needed.notifier.touch(submit.operationId);
  return { operationId: submit.operationId, warning: await startNow(needed, submit.operationId) };
}

async function write(
  needed: Needed,
  { givesUp, serverId, packageId, by }: Submit,
  submission: Submission,
): Promise<void> {
  await transaction(needed.db, async (tx) => {
    if (givesUp) {
      await assertWaits(tx, { id: givesUp.operationId, serverId, packageId });
      await makeWay(tx, { ...givesUp, by, reason: `“${submission.title}” cleans it up` });
    }
    await submitOperation(tx, submission);
  });
  if (givesUp) await told(needed, givesUp.operationId);
}

async function assertWaits(
  tx: Transaction,
  { id, serverId, packageId }: { id: string; serverId: string; packageId: string },
): Promise<void> {
  const waiting = await tx.$queryRaw<unknown[]>`
    select 1 from operations where id = ${id} and server_id = ${serverId} and package_id = ${packageId}`;
  if (waiting.length === 0)
    throw new AppError('BAD_REQUEST', 'What would be given up is of another installation.');
}

async function prepareSubmission({ db, sealingKey }: Needed, submit: Submit): Promise<Submission> {
  const { operationId: id, kind, packageId, serverId, by } = submit;
  const judged = await judge(db, submit);
  if (judged.problem) throw new AppError('PRECONDITION_FAILED', judged.problem);
  const made = planOf(judged, kind);
  if (made?.hash !== submit.planHash)
    throw new AppError('CONFLICT', 'The plan has changed since you saw it: look at it again, then confirm.');
  const { plan, hash } = made;
  return {
    id,
    kind,
    packageId,
    title: `${plan.title} on ${judged.server.name}`,
    serverId,
    plan: {
      hash,
      format: plan.format,
      body: plan,
      milestones: plan.milestones.map((milestone) => ({
        id: milestone.id,
        label: milestone.label,
        states: milestone.states.length,
      })),
    },
    input: judged.parsed.publicInput,
    sealedSecrets: await sealSecrets(sealingKey, judged.parsed.secrets, operationContext(id)),
    requestedBy: by,
    startsAtOnce: true,
  };
}

async function assertSame({ db }: Needed, { operationId, kind, serverId, packageId }: Submit): Promise<void> {
  const same = await db.operation.count({ where: { id: operationId, kind, serverId, packageId } });
  if (same === 0)
    throw new AppError('CONFLICT', 'This form was used for another operation: reload the page.');
}

/** The warning, where the engine is away: the dispatcher then starts it later. */
async function startNow({ db, temporal, url, log }: Needed, operationId: string): Promise<string | null> {
  const operation = await readStart(db, operationId);
  if (operation.status !== 'queued' || operation.runId !== null) return null; // it has been started already
  try {
    await startOperation(temporal, operation, url);
    return null;
  } catch (error) {
    if (error instanceof EngineUnreachable) return UNREACHABLE;
    log.error({ err: error, operationId }, 'The start is left to the dispatcher');
    return 'Accepted. It could not be started at once; it is tried again.';
  }
}
