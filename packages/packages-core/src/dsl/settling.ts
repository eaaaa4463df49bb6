import type { Command } from './sh';
import type { State } from './state';

interface Ensured {
  id: string;
  states: readonly State[];
}

/** See Settle: whose it is, and what is done. */
export interface Settling {
  milestone: string;
  /** Counted from 1. */
  state: number;
  label: string;
  command: Command;
}

/** What the way back of this milestone ends with: the settling of every state of the plan that reads a file written here. */
export function settling(plan: readonly Ensured[], milestone: Ensured): Settling[] {
  return plan.flatMap(({ id, states }) =>
    states.flatMap(({ settle }, index) => {
      if (!settle) return [];
      const { reads, label, command } = settle;
      const writers = plan.filter((other) => writesOneOf(other, reads));
      const settles = writers.length > 0 ? writers.includes(milestone) : id === milestone.id;
      return settles ? [{ milestone: id, state: index + 1, label, command }] : [];
    }),
  );
}

function writesOneOf({ states }: Ensured, files: readonly string[]): boolean {
  return states.some(({ writes, undo }) => undo && writes !== undefined && files.includes(writes));
}
