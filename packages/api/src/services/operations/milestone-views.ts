import type { OperationView } from '@milepost/db/operations/operation-view';
import type { Usual } from '@milepost/db/operations/usual';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { MilestoneView } from '../../views';

/** The milestones with the states of their plan, and what each usually takes. */
export function milestoneViews(
  view: OperationView,
  plan: Plan,
  usual: ReadonlyMap<string, Usual>,
): MilestoneView[] {
  return view.milestones.map(({ milestoneId, lastOutputAt, startedAt, endedAt, ...milestone }) => ({
    ...milestone,
    id: milestoneId,
    states: (plan.milestones[milestone.n - 1]?.states ?? []).map(({ id, label }) => ({ id, label })),
    usually: rangeOf(usual.get(milestoneId)),
    lastOutputAt: lastOutputAt?.toISOString() ?? null,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

const rangeOf = (usual: Usual | undefined): MilestoneView['usually'] =>
  usual ? { from: usual.from, to: usual.to } : null;
