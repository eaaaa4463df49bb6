import { DatabaseError } from '../errors';
import type { Transaction } from '../client';
import { json } from '../kysely/expressions';
import { shownMilestones } from '../operations/lifecycle/submit-operation';
import type { Submission } from '../operations/lifecycle/submit-operation';
import { makeRequest } from '../requests/make-request';

export interface NewStackRun {
  /** From the form, so that a second press is the same run. */
  id: string;
  /** Of the stack. */
  name: string;
  serverId: string;
  /** Names what was asked for; the secrets are not part of it. */
  requestDigest: Uint8Array<ArrayBuffer>;
  requestedBy: string;
  /** In the order in which they run. */
  steps: NewStackStep[];
}

/** What a worker submits when its turn comes: an install of what is there or not. */
export interface NewStackStep extends Pick<
  Submission,
  'packageId' | 'title' | 'plan' | 'input' | 'sealedSecrets' | 'shownObservations'
> {
  operationId: string;
  installation: { id: string; key: string; title: string | null; parentId: string | null };
}

/**
 * Writes a run as it was asked for, and requests that a worker begins it. The role of the web process may do all of this. Nothing happens
 * the second time.
 *
 * @throws DatabaseError stack_run_taken where another run has this id
 */
export async function insertStackRun(tx: Transaction, run: NewStackRun): Promise<void> {
  const { id, name, serverId, requestDigest, requestedBy, steps } = run;
  const inserted = await tx.kysely
    .insertInto('stackRuns')
    .values({ id, name, serverId, requestDigest, requestedBy })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    await isStackRunAsked(tx, run);
    return;
  }
  for (const [index, step] of steps.entries()) await insertStep(tx, id, { ...step, n: index + 1 });
  const request = { kind: 'advance_stack', serverId, runId: id } as const;
  await makeRequest(tx, { request, by: requestedBy, expiresInMs: null });
}

/**
 * Whether the same run was asked for before.
 *
 * @throws DatabaseError stack_run_taken where another run has this id
 */
export async function isStackRunAsked(
  tx: Transaction,
  { id, requestDigest }: Pick<NewStackRun, 'id' | 'requestDigest'>,
): Promise<boolean> {
  const known = await tx.kysely
    .selectFrom('stackRuns')
    .select((eb) => eb('requestDigest', '=', requestDigest).as('same'))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!known) return false;
  if (!known.same) throw new DatabaseError({ code: 'stack_run_taken', runId: id });
  return true;
}

async function insertStep(
  tx: Transaction,
  runId: string,
  { n, installation, plan, input, ...step }: NewStackStep & { n: number },
): Promise<void> {
  const { packageId, title, operationId, sealedSecrets, shownObservations = null } = step;
  const shown = await shownMilestones(tx, { packageId, kind: 'install', plan });
  await tx.kysely
    .insertInto('stackRunSteps')
    .values({
      ...{ runId, n, packageId, title, operationId, sealedSecrets, shownObservations },
      ...{ installationId: installation.id, key: installation.key, installationTitle: installation.title },
      parentId: installation.parentId,
      input: json(input as Record<string, unknown>),
      shownHash: plan.hash,
      shownMilestones: json(shown),
    })
    .execute();
}
