import type { Plan, PlannedState } from '@milepost/contract/plan';

/**
 * `change`: apply makes it true. `precondition`: it has to be true before anything is changed. `verification`: checked after the changes
 * before it.
 */
export type StateRole = 'change' | 'precondition' | 'verification';

/** The role of each state of a plan: an assertion before its first change is a precondition. Pure. */
export function stateRoles(plan: Pick<Plan, 'milestones'> | null): (state: PlannedState) => StateRole {
  const states = plan?.milestones.flatMap((milestone) => milestone.states) ?? [];
  const firstChange = states.findIndex(({ assertion }) => assertion !== true);
  return (state) => {
    if (state.assertion !== true) return 'change';
    return firstChange === -1 || states.indexOf(state) < firstChange ? 'precondition' : 'verification';
  };
}
