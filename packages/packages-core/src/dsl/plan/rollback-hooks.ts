import type { Command } from '../sh';
import type { State } from '../state';
import { matchesPath } from './path-patterns';

interface MilestoneStates {
  id: string;
  states: readonly State[];
}

/** See Settle: whose it is, and what is done. */
export interface LocatedRollbackHook {
  milestone: string;
  /** Counted from 1. */
  state: number;
  label: string;
  command: Command;
}

/** What the rollback of this milestone ends with: the settling of every state of the plan that reads a file written here. */
export function rollbackHooksFor(
  plan: readonly MilestoneStates[],
  milestone: MilestoneStates,
): LocatedRollbackHook[] {
  return plan.flatMap(({ id, states }) =>
    states.flatMap(({ afterRollback }, index) => {
      if (!afterRollback) return [];
      const { reads, label, command } = afterRollback;
      const writers = plan.filter((other) => writesOneOf(other, reads));
      const belongsHere = writers.length > 0 ? writers.includes(milestone) : id === milestone.id;
      return belongsHere ? [{ milestone: id, state: index + 1, label, command }] : [];
    }),
  );
}

function writesOneOf({ states }: MilestoneStates, files: readonly string[]): boolean {
  return states.some(
    ({ writes, undo }) =>
      undo && writes !== undefined && files.some((pattern) => matchesPath(pattern, writes)),
  );
}
