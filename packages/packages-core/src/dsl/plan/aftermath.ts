import type { Plan, PlannedState } from '@milepost/contract/plan';
import type { MilestoneStatus, Phase } from '@milepost/contract/statuses';

/** How far one milestone of an operation came, in the order of its plan. */
export interface MilestoneProgress {
  status: MilestoneStatus;
  attempts: number;
  /** The state that its last attempt came to, from 1. */
  state: number | null;
  phase: Phase | null;
  /** It was stopped while it ran: the server may have gone further than was recorded. */
  interrupted: boolean;
}

/** What an operation that did not complete leaves on its server, in words of the plan. */
export interface Aftermath {
  /** What it has done: `result` of its states. */
  done: string[];
  /** What it may have done; of an uninstall, what it may have left. */
  uncertain: string[];
  /** Of an uninstall: what it has not removed. */
  notRemoved: string[];
}

type Certainty = 'done' | 'uncertain' | 'not_begun';

/** What is so on the server as far as the milestones verify it. Plans of earlier versions have no `result`: `done` is then empty. Pure. */
export function aftermathOf(
  plan: Plan,
  milestones: readonly MilestoneProgress[],
  direction: 1 | -1,
): Aftermath {
  const positions = plan.milestones.flatMap(({ states }, index) => {
    const progress = milestones[index];
    return progress
      ? states.map((state, index) => ({
          state,
          certainty: certaintyOf(progress, {
            ...{ state, index, direction },
            mayBeUndone: mayBeUndone(states, progress, index),
          }),
        }))
      : [];
  });
  const collect = (selected: Certainty, describe: (state: PlannedState) => string | undefined): string[] => {
    const found = positions.flatMap(({ state, certainty }) =>
      certainty === selected ? (describe(state) ?? []) : [],
    );
    return [...new Set(found)];
  };
  const uninstall = plan.kind === 'uninstall';
  return {
    done: collect('done', ({ result }) => result),
    uncertain: collect('uncertain', ({ result, leftoverLabel }) => (uninstall ? leftoverLabel : result)),
    notRemoved: uninstall ? collect('not_begun', ({ leftoverLabel }) => leftoverLabel) : [],
  };
}

interface StatePosition {
  state: PlannedState;
  /** Its index in the milestone. */
  index: number;
  direction: 1 | -1;
  /** The server may have put it back because of a later state. */
  mayBeUndone: boolean;
}

/** An assertion that did not hold has what was written before it undone. */
function mayBeUndone(
  states: readonly PlannedState[],
  { state, phase }: MilestoneProgress,
  index: number,
): boolean {
  const reached = state === null ? undefined : states[state - 1];
  return phase === 'apply' && (reached?.undoesWhenRefused?.includes(index + 1) ?? false);
}

function certaintyOf(
  progress: MilestoneProgress,
  { state, index, direction, mayBeUndone }: StatePosition,
): Certainty {
  const { status, attempts, phase, interrupted } = progress;
  if (status === 'done') return 'done';
  if (attempts === 0) return 'not_begun';
  if (status === 'rolled_back') return state.undo === null ? 'uncertain' : 'not_begun';
  if (direction === -1 || progress.state === null) return 'uncertain'; // its marks count other states, or were reset by a retry
  const reached = progress.state - 1;
  if (index < reached) return mayBeUndone ? 'uncertain' : 'done';
  if (interrupted) return 'uncertain';
  if (index > reached) return attempts === 1 ? 'not_begun' : 'uncertain'; // an earlier attempt may have come further
  return attempts === 1 && (phase === 'check' || phase === 'capture') ? 'not_begun' : 'uncertain';
}
