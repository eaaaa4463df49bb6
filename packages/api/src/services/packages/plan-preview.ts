import type { PreviewedMilestone } from '@milepost/packages-core/contract/inspection-workflow';
import type { Plan, PlannedState } from '@milepost/packages-core/contract/plan';
import type { PlanPreview } from '../../package-views';

interface Preview {
  plan: Plan | null;
  hash: string;
  /** What the server said; null when it was not asked, or did not answer. */
  checked: PreviewedMilestone[] | null;
  /** Median milliseconds of earlier runs, by milestone id. */
  weights: ReadonlyMap<string, number>;
  /** Of all of it. */
  usually: PlanPreview['usually'];
  problem: string | null;
  possible: boolean;
}

type StatePreview = PlanPreview['milestones'][number]['states'][number];

/** The plan with what the server said of it, as people see it. Pure. */
export function planPreview({
  plan,
  hash,
  checked,
  weights,
  usually,
  problem,
  possible,
}: Preview): PlanPreview {
  const milestones = (plan?.milestones ?? []).map(({ id, label, states }) => {
    const found = checked?.find((milestone) => milestone.id === id)?.states ?? [];
    return {
      id,
      label,
      states: states.map((state) =>
        statePreview(
          state,
          found.find((one) => one.id === state.id),
        ),
      ),
      usually: weights.get(id) ?? null,
    };
  });
  const states = milestones.flatMap((milestone) => milestone.states);
  return {
    hash,
    milestones,
    usually,
    tally: {
      alreadyTrue: states.filter(({ is }) => is === 'already_true').length,
      toDo: states.filter(({ is }) => is !== 'already_true').length,
      destructive: states.filter(({ is, destructive }) => is !== 'already_true' && destructive !== null)
        .length,
    },
    checkedAt: checked && new Date().toISOString(),
    problem,
    possible,
  };
}

function statePreview(
  { id, label, apply, destructive, unchecked }: PlannedState,
  found: PreviewedMilestone['states'][number] | undefined,
): StatePreview {
  const is = found?.is ?? 'not_checked';
  return {
    id,
    label,
    is,
    shown: is === 'already_true' ? '' : apply.shown,
    destructive: destructive ?? null,
    detail: found?.detail ?? unchecked ?? null,
  };
}
