import type { Failure } from '@milepost/contract/failure';
import type { CommandResult } from '@milepost/packages-core/engine/host';
import type { PlannedMilestone } from '@milepost/contract/plan';
import { GUARDED_EXIT_CODE, GUARDED_MESSAGE } from '../command-states';

type Failed = Extract<CommandResult, { kind: 'failed' }>;
type SpoolFull = Extract<CommandResult, { kind: 'spool_full' }>;

/** Why a state failed. `line`: of its output, the one that says why. */
export function stateFailure(
  milestone: PlannedMilestone,
  { state, phase, exitCode }: Failed,
  { printed, line }: { printed: string; line: string | null },
): Failure {
  const label = labelOf(milestone, state);
  if (phase === 'apply' && exitCode === GUARDED_EXIT_CODE && isGuarded(printed))
    return { code: 'state_not_reapplied', state, label };
  return { code: 'state_failed', state, label, phase, exitCode, line: line && shorten(line) };
}

/** Why a guarded change was not confirmed: what the supervisor's exit code of that phase says. */
export function unconfirmedChange(milestone: PlannedMilestone, { state, exitCode }: Failed): Failure {
  return {
    code: exitCode === UNDONE_EXIT_CODE ? 'change_undone' : 'change_not_undone',
    state,
    label: labelOf(milestone, state),
  };
}

/** The supervisor's, in the phase `confirm`. */
const UNDONE_EXIT_CODE = 1;

/** Of a server that had no room to record what became of the state. */
export const notRecorded = (milestone: PlannedMilestone, { state }: SpoolFull): Failure => ({
  code: 'result_not_recorded',
  state,
  label: labelOf(milestone, state),
});

const labelOf = ({ states }: PlannedMilestone, state: number): string | null =>
  states[state - 1]?.label ?? null;

const MAX_LINE_LENGTH = 300;

const shorten = (line: string): string =>
  line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;

const isGuarded = (tail: string): boolean => tail.trimEnd().endsWith(GUARDED_MESSAGE);
