import { parallelMerge } from 'streaming-iterables';
import type { Dependencies } from '../../process/dependencies';
import type { PlanPreview } from '../../views/package-views';
import type { StackStepPreview } from '../../views/stack-views';
import { followPreview } from '../packages/preview-plan';
import { toPlanPreview } from '../packages/preview-view';
import { operationTitle } from '../packages/submit-package';
import { requireStack } from './find-stack';
import { resolveSteps } from './resolve-steps';
import type { ResolvedStep, StackRequest } from './resolve-steps';

type Needed = Pick<Dependencies, 'db' | 'listener' | 'temporal' | 'sealingKey' | 'shutdown'>;

export interface StackPreviewRequest extends StackRequest {
  personId: string;
  signal: AbortSignal;
}

/**
 * The plans of all steps: first each as it was compiled, so that all of them are on screen at once, then those that can be checked on the
 * server, side by side. What depends on earlier steps is checked when its turn comes. Throws what is wrong with the form before the
 * first.
 */
export async function followStackPreview(
  needed: Needed,
  request: StackPreviewRequest,
): Promise<AsyncGenerator<StackStepPreview, void>> {
  const stack = await requireStack(needed.db, request.stackId);
  const steps = await resolveSteps(needed.db, stack, request);
  return previews(needed, steps, request);
}

async function* previews(
  needed: Needed,
  steps: ResolvedStep[],
  { personId, signal }: StackPreviewRequest,
): AsyncGenerator<StackStepPreview, void> {
  for (const step of steps) yield stepPreview(step, compiledPreview(step));
  const checked = steps.filter(({ is }) => is === 'now');
  yield* parallelMerge(...checked.map((step) => checkedPreviews(needed, step, { personId, signal })));
}

async function* checkedPreviews(
  needed: Needed,
  step: ResolvedStep,
  asked: Pick<StackPreviewRequest, 'personId' | 'signal'>,
): AsyncGenerator<StackStepPreview, void> {
  if (asked.signal.aborted) return;
  for await (const preview of await followPreview(needed, { ...step.request, ...asked, step: step.n }))
    yield stepPreview(step, preview);
}

function compiledPreview({ compiled, validated, is }: ResolvedStep): PlanPreview {
  const problem = validated.problem ?? compiled.problem;
  const preview = toPlanPreview({
    plan: compiled.plan,
    hash: compiled.plan === null ? '' : compiled.hash,
    ...{ checked: null, milestoneDurations: new Map(), typicalDuration: null, problem },
    // Whether anything is against the others, their check says.
    possible: problem === null && compiled.plan !== null && is !== 'now',
    progress: is === 'now' ? { stage: 'waiting', done: 0, total: 0, slow: false } : null,
  });
  return preview;
}

export const stepTitle = ({ validated, compiled, request: { kind } }: ResolvedStep): string => {
  const title = compiled.plan?.title ?? `Install ${validated.definition.title}`;
  return operationTitle({ title, kind }, validated);
};

const stepPreview = (step: ResolvedStep, preview: PlanPreview): StackStepPreview => ({
  n: step.n,
  title: stepTitle(step),
  packageTitle: step.installation.title ?? step.validated.definition.title,
  is: step.is === 'now' ? 'checked' : step.is,
  preview,
});
