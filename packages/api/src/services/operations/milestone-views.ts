import type { Plan } from '@milepost/packages-core/contract/plan';
import type { MilestoneView } from '../../views';
import type { OperationRow } from './operation-rows';

const PHASES = ['check', 'capture', 'apply', 'verify'] as const;

/** The milestones with the states of their plan. */
export function milestoneViews(row: OperationRow, plan: Plan): MilestoneView[] {
  return row.milestones.map((milestone) => ({
    n: milestone.n,
    id: milestone.milestoneId,
    label: milestone.label,
    status: milestone.status,
    attempts: milestone.attempts,
    states: (plan.milestones[milestone.n - 1]?.states ?? []).map(({ id, label }) => ({ id, label })),
    state: milestone.state,
    phase: PHASES.find((phase) => phase === milestone.phase) ?? null,
    applied: milestone.applied,
    failure: milestone.failure,
    weight: milestone.weight,
    startedAt: milestone.startedAt?.toISOString() ?? null,
    endedAt: milestone.endedAt?.toISOString() ?? null,
  }));
}
