import type { Plan, PlannedState } from './plan';
import type { MilestoneStatus } from './statuses';

/** Where one milestone of an uninstall stands: in the order of its plan. */
export interface Stands {
  status: MilestoneStatus;
  attempts: number;
  /** The state that its last attempt came to, from 1. */
  state: number | null;
}

/**
 * What an uninstall has not taken away, in a few words each: of every state that it did not make true, as far as its milestones
 * tell. Pure.
 */
export function stillThere(plan: Plan, milestones: readonly Stands[], direction: 1 | -1): string[] {
  const left = plan.milestones.flatMap(({ states }, index) => {
    const stands = milestones[index];
    return stands ? leftOf(states, stands, direction) : [];
  });
  return [...new Set(left.flatMap(({ remains }) => remains ?? []))];
}

function leftOf(states: PlannedState[], stands: Stands, direction: 1 | -1): PlannedState[] {
  const { status, attempts, state } = stands;
  if (status === 'done') return [];
  if (attempts === 0) return states;
  // On the way back its marks count the states of its undoing: what can be undone is taken to be.
  if (status === 'undone' || direction === -1) return states.filter(({ undo }) => undo !== null);
  return states.slice((state ?? 1) - 1);
}
