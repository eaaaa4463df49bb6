import type { Phase } from '@milepost/contract/statuses';
import type { CommandResult } from '@milepost/packages-core/engine/host';
import type { PlannedMilestone } from '@milepost/contract/plan';
import { GUARDED_EXIT_CODE, GUARDED_MESSAGE } from '../command-states';

type Failed = Extract<CommandResult, { kind: 'failed' }>;
type SpoolFull = Extract<CommandResult, { kind: 'spool_full' }>;

/** What failed and then why, in a sentence for people that follows the milestone's label. `line`: of the output, the one that says why. */
export function failureSentence(
  milestone: PlannedMilestone,
  answer: Failed,
  { printed, line }: { printed: string; line: string | null },
): string {
  const label = milestone.states[answer.state - 1]?.label ?? `State ${answer.state}`;
  if (answer.phase === 'apply' && answer.exitCode === GUARDED_EXIT_CODE && isGuarded(printed)) {
    return `“${label}” was interrupted earlier, and its check fails. It is not applied again automatically.`;
  }
  const what = `${phaseFailed(label, answer.phase)} with exit code ${answer.exitCode}`;
  return line === null ? `${what}.` : `${what}: ${shorten(line)}`;
}

/** The same for a server that had no room to record what became of it. */
export function diskFullSentence(milestone: PlannedMilestone, { state }: SpoolFull): string {
  const label = milestone.states[state - 1]?.label ?? `state ${state}`;
  return `The server ran out of disk space, so the result of “${label}” could not be recorded there.`;
}

const MAX_LINE_LENGTH = 300;

const shorten = (line: string): string =>
  line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;

const isGuarded = (tail: string): boolean => tail.trimEnd().endsWith(GUARDED_MESSAGE);

function phaseFailed(label: string, phase: Phase): string {
  switch (phase) {
    case 'check':
      return `The check of “${label}” failed`;
    case 'capture':
      return `Saving what was there before “${label}” failed`;
    case 'apply':
      return `“${label}” failed`;
    case 'verify':
      return `“${label}” was applied, but its check still failed`;
  }
}
