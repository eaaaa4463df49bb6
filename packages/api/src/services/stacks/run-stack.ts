import { createHmac } from 'node:crypto';
import { UNSEEN_PLAN } from '@milepost/contract/stack';
import { transaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { readObservations } from '@milepost/db/plans/observations';
import { insertStackRun, isStackRunAsked } from '@milepost/db/stacks/insert-run';
import type { NewStackStep } from '@milepost/db/stacks/insert-run';
import { operationContext } from '@milepost/packages-core/credentials/contexts';
import { canonicalJson } from '@milepost/packages-core/dsl/plan-hash';
import { AppError } from '../../errors/app-error';
import { requestError } from '../../errors/request-error';
import type { Dependencies } from '../../process/dependencies';
import { sealSecrets } from '../packages/seal-secrets';
import { shownPlan } from '../packages/submit-package';
import { derivedId } from './derived-id';
import { requireStack } from './find-stack';
import { stepTitle } from './preview-stack';
import { resolveSteps } from './resolve-steps';
import type { ResolvedStep, StackRequest } from './resolve-steps';

/** What a person saw of a step. */
export interface ShownStep {
  planHash: string;
  observations?: string | null | undefined;
}

export interface RunStackRequest extends StackRequest {
  /** Of each step, in their order. */
  shown: ShownStep[];
  /** The person confirmed that data which is in use will no longer be read. */
  confirmsOutOfSight?: boolean | undefined;
  by: string;
}

type Needed = Pick<Dependencies, 'db' | 'sealingKey' | 'requestDigestKey' | 'notifier'>;

/**
 * Writes a run with all its steps in one transaction; a worker begins it. A second press is the same run.
 *
 * @throws AppError CONFLICT where a plan is not the one that was shown, PRECONDITION_FAILED where something is against a step
 */
export async function runStack(needed: Needed, request: RunStackRequest): Promise<{ runId: string }> {
  const { db, notifier } = needed;
  const { runId, serverId } = request;
  const requestDigest = digestOf(needed.requestDigestKey, request);
  const answer = { runId };
  if (await isStackRunAsked(db, { id: runId, requestDigest })) return answer;
  const stack = await requireStack(db, request.stackId);
  const resolved = await resolveSteps(db, stack, request);
  const first = resolved.find(({ is }) => is !== 'skipped');
  const steps: NewStackStep[] = [];
  for (const step of resolved) steps.push(await newStep(needed, step, { request, isFirst: step === first }));
  const { name } = stack;
  const run = { id: runId, name, serverId, requestDigest, requestedBy: request.by, steps };
  await transaction(db, (tx) => insertStackRun(tx, run));
  notifier.publishServer(serverId);
  return answer;
}

/** Without secrets: those are made anew by each form, which has a run's id of its own. */
function digestOf(
  key: Uint8Array,
  { runId, stackId, serverId, shown }: RunStackRequest,
): Uint8Array<ArrayBuffer> {
  const text = canonicalJson({ runId, stackId, serverId, shown: shown.map(({ planHash }) => planHash) });
  return Uint8Array.from(createHmac('sha256', key).update(text).digest());
}

interface Asked {
  request: RunStackRequest;
  /** The first that is submitted: nothing happens on the server between its preview and its turn. */
  isFirst: boolean;
}

async function newStep(
  { db, sealingKey }: Needed,
  step: ResolvedStep,
  { request, isFirst }: Asked,
): Promise<NewStackStep> {
  const { n, validated, installation } = step;
  const { parsed, server } = validated;
  const shown = request.shown[n - 1];
  if (!shown) throw requestError('CONFLICT', { code: 'plan_changed' });
  const plan = await plannedStep(db, step, shown);
  const outOfSight = plan.outOfSight ?? [];
  if (outOfSight.length > 0 && request.confirmsOutOfSight !== true)
    throw requestError('PRECONDITION_FAILED', { code: 'data_unconfirmed', paths: outOfSight });
  const operationId = derivedId(request.runId, n, 'operation');
  const { observations = null } = shown;
  if (isFirst && observations !== null && (await readObservations(db, observations)) === null)
    throw requestError('CONFLICT', { code: 'plan_changed' });
  return {
    ...{ packageId: step.request.packageId, title: stepTitle(step), operationId, installation },
    plan: {
      hash: mayChange(step, isFirst) ? UNSEEN_PLAN : shown.planHash,
      milestones: plan.milestones.map(({ id, label, states }) => ({ id, label, states: states.length })),
    },
    input: parsed.publicInput,
    sealedSecrets: await sealSecrets(sealingKey, parsed.secrets, operationContext(operationId, server)),
    // Earlier steps change what is on the server: what was found before them is not compared.
    shownObservations: isFirst ? observations : null,
  };
}

/** Whether what earlier steps do may lead to another plan: it needs them, or what it reads on the server. */
const mayChange = ({ is, compiled }: ResolvedStep, isFirst: boolean): boolean =>
  is === 'later' || (!isFirst && compiled.plan !== null && compiled.provisional);

/** The plan that the person saw. Throws AppError CONFLICT where there is another now. */
async function plannedStep(db: Database, step: ResolvedStep, { planHash }: ShownStep) {
  const { validated, compiled, request, is } = step;
  const problem = validated.problem ?? compiled.problem;
  if (problem !== null) throw new AppError('PRECONDITION_FAILED', problem);
  if (compiled.plan === null) throw requestError('CONFLICT', { code: 'plan_changed' });
  if (is === 'now') return shownPlan(db, validated, { ...request, planHash });
  if (compiled.hash !== planHash) throw requestError('CONFLICT', { code: 'plan_changed' });
  return compiled.plan;
}
