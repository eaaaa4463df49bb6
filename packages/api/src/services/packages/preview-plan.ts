import { openOperationMessage } from '@milepost/contract/messages/errors/database-errors';
import type { Transaction } from '@milepost/db/client';
import { findBlockingOperation } from '@milepost/db/operations/queue/blocking-operation';
import {
  readTypicalDuration,
  readTypicalMilestoneDurations,
} from '@milepost/db/operations/estimates/duration-estimates';
import type { DurationRange } from '@milepost/db/operations/estimates/duration-estimates';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import type { Installation } from '@milepost/db/types';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import type { PlanPreview } from '../../views/package-views';
import { installationTitle } from '../installations/installation-view';
import { compilePlan } from './compile-plan';
import { validateRequest } from './validate-request';
import type { PackageRequest } from './validate-request';
import { toPlanPreview } from './preview-view';
import type { PreviewInput } from './preview-view';
import { watchPlanCheck } from './watch-plan-check';
import type { PlanCheckStep } from './watch-plan-check';

type Needed = Pick<Dependencies, 'db' | 'listener' | 'temporal' | 'sealingKey' | 'shutdown'>;

export interface PreviewRequest extends PackageRequest {
  /** The id of the person who asks: one preview at a time for a person and server, and a newer one replaces the older. */
  personId: string;
  /** The step of a stack, from 1: each step has a preview of its own. */
  step?: number | undefined;
  /** Aborted when nobody waits for it any more. */
  signal: AbortSignal;
}

/**
 * The plan of a request, and of each state whether it is true on the server already. A server that cannot be asked leaves it unchecked.
 *
 * @throws AppError CONFLICT where a newer preview replaced this one
 */
export async function previewPlan(needed: Needed, request: PreviewRequest): Promise<PlanPreview> {
  let last: PlanPreview | undefined;
  for await (const preview of await followPreview(needed, request)) last = preview;
  if (!last) throw requestError('CONFLICT', { code: 'preview_canceled' });
  return last;
}

/**
 * The same step by step: the results of a slow server are shown as they come. The last preview has no `progress`. Throws what is wrong
 * with the form before the first.
 */
export async function followPreview(
  needed: Needed,
  request: PreviewRequest,
): Promise<AsyncGenerator<PlanPreview, void>> {
  const { db } = needed;
  const validated = await validateRequest(db, request);
  const compiled = compilePlan(validated, request.kind);
  if (compiled.plan === null) {
    const nothing = {
      checked: null,
      milestoneDurations: new Map<string, DurationRange>(),
      typicalDuration: null,
    };
    return singleStep(
      toPlanPreview({
        plan: null,
        hash: '',
        ...nothing,
        problem: validated.problem ?? compiled.problem,
        possible: false,
      }),
    );
  }
  const { plan, hash, provisional } = compiled;
  const [milestoneDurations, typicalDuration, blockingSentence] = await Promise.all([
    readTypicalMilestoneDurations(db, request),
    readTypicalDuration(db, request),
    readBlockingSentence(db, validated.installation?.id ?? null, request.kind),
  ]);
  const known = { plan, hash, milestoneDurations: milestoneDurations, typicalDuration };
  const problem = validated.problem ?? compiled.problem ?? blockingSentence;
  if (problem) {
    const dependents = validated.problem ? validated.dependents.map(toLink) : [];
    return singleStep(toPlanPreview({ ...known, checked: null, problem, dependents, possible: false }));
  }
  const { server, parsed, installation } = validated;
  const { personId, step, signal } = request;
  const { packageId, kind } = request;
  const steps = watchPlanCheck(needed, {
    ...{ server, personId, step, packageId, kind, hash, signal, installationId: installation?.id ?? null },
    parentId: validated.parentId,
    ...{ input: parsed.publicInput, secrets: parsed.secrets },
  });
  return previews(db, steps, { ...known, provisional });
}

// eslint-disable-next-line @typescript-eslint/require-await -- one step, as the others
async function* singleStep(preview: PlanPreview): AsyncGenerator<PlanPreview, void> {
  yield preview;
}

const toLink = (installation: Installation): PlanPreview['dependents'][number] => ({
  ...{ id: installation.id, title: installationTitle(installation) },
});

type Known = Pick<PreviewInput, 'plan' | 'hash' | 'milestoneDurations' | 'typicalDuration'>;

/** Until a worker has compiled a plan that depends on the server, or cannot, the one that is shown is not confirmed. */
async function* previews(
  db: Transaction,
  steps: AsyncGenerator<PlanCheckStep, void>,
  { provisional, ...shown }: Known & { provisional: boolean },
): AsyncGenerator<PlanPreview, void> {
  let known = shown;
  for await (const { compiledHash, ...step } of steps) {
    if (compiledHash !== null && compiledHash !== known.hash) {
      const plan = await readStoredPlan(db, compiledHash);
      if (plan) known = { ...known, plan, hash: compiledHash };
    }
    const isSettled = !provisional || compiledHash !== null || step.progress === null;
    yield toPlanPreview({ ...known, ...step, possible: isSettled && !step.rejected });
  }
}

/** An operation that waits for a decision does not block an uninstall, which closes it. */
async function readBlockingSentence(
  db: Transaction,
  installationId: string | null,
  kind: PackageRequest['kind'],
): Promise<string | null> {
  const open = installationId === null ? null : await findBlockingOperation(db, installationId);
  if (!open) return null;
  const isClosedByIt = open.status === 'awaiting_decision' && open.outcome === null && kind === 'uninstall';
  return isClosedByIt ? null : openOperationMessage(open);
}
