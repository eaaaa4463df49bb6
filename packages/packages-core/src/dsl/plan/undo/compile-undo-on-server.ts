import { GUARDED_PLAN_FORMAT, PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedMilestone, PlannedState } from '@milepost/contract/plan';
import type { State } from '../../state';

const MAX_SECONDS = 600;

/** A plan with guarded changes has a format of its own: see GUARDED_PLAN_FORMAT. */
export function formatOf(milestones: readonly PlannedMilestone[]): Plan['format'] {
  const guarded = milestones.some(({ states }) => states.some(({ unlessConfirmed }) => unlessConfirmed));
  return guarded ? GUARDED_PLAN_FORMAT : PLAN_FORMAT;
}

/** What the server undoes by itself around a state of a step: the state, or what those before it wrote. Throws for an undo that cannot wait on a disk. */
export function compileUndoOnServer(
  states: readonly State[],
  state: State,
): Pick<PlannedState, 'unlessConfirmed' | 'undoesWhenRefused'> {
  if (state.unlessConfirmed) return { unlessConfirmed: { withinSeconds: secondsOf(state) } };
  if (!state.undoesWrites) return {};
  const before = states.slice(0, states.indexOf(state));
  const written = before.flatMap(({ writes, undo }, index) => (writes && undo ? [index + 1] : []));
  return written.length > 0 ? { undoesWhenRefused: written.reverse() } : {};
}

function secondsOf({ id, undo, unlessConfirmed }: State): number {
  const { withinSeconds } = unlessConfirmed ?? { withinSeconds: 0 };
  if (!Number.isInteger(withinSeconds) || withinSeconds < 1 || withinSeconds > MAX_SECONDS)
    throw new Error(`${id}: not 1 to ${MAX_SECONDS} seconds: ${withinSeconds}`);
  if (undo && undo.secrets.length > 0)
    throw new Error(`${id}: its undo waits on the server's disk, where no secret may be.`);
  return withinSeconds;
}
