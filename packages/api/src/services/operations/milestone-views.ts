import type { OperationView } from '@milepost/db/operations/operation-view';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { MilestoneView } from '../../views';

/** The milestones with the states of their plan. */
export function milestoneViews(view: OperationView, plan: Plan): MilestoneView[] {
  return view.milestones.map(({ milestoneId, startedAt, endedAt, ...milestone }) => ({
    ...milestone,
    id: milestoneId,
    states: (plan.milestones[milestone.n - 1]?.states ?? []).map(({ id, label }) => ({ id, label })),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
