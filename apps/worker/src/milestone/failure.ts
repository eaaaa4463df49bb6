import type { CommandAnswer, Phase } from '@milepost/packages-core/engine/host';
import type { PlannedMilestone } from '@milepost/packages-core/contract/plan';
import { GUARDED_EXIT_CODE } from './command-states';
import { tellingLine } from './last-lines';

type Failed = Extract<CommandAnswer, { kind: 'failed' }>;
type SpoolFull = Extract<CommandAnswer, { kind: 'spool_full' }>;

/** What failed and then why, in a sentence for people that follows the milestone's label. `tail`: the readable end of the output. */
export function failureSentence(milestone: PlannedMilestone, answer: Failed, tail: string): string {
  const label = milestone.states[answer.state - 1]?.label ?? `State ${answer.state}`;
  if (answer.phase === 'apply' && answer.exitCode === GUARDED_EXIT_CODE && isGuarded(tail)) {
    return `“${label}” was cut off earlier with its outcome unknown, and does not hold: it is not applied again by itself.`;
  }
  const what = `${phaseFailed(label, answer.phase)} (exit code ${answer.exitCode})`;
  const line = tellingLine(tail);
  return line === null ? `${what}.` : `${what}: ${line}`;
}

/** The same for a disk that is full. */
export function diskFullSentence(milestone: PlannedMilestone, { state }: SpoolFull): string {
  const label = milestone.states[state - 1]?.label ?? `state ${state}`;
  return `The server's disk is full: what became of “${label}” could not be recorded.`;
}

const isGuarded = (tail: string): boolean => tail.trimEnd().endsWith('It is not applied again by itself.');

function phaseFailed(label: string, phase: Phase): string {
  switch (phase) {
    case 'check':
      return `Whether “${label}” holds could not be told`;
    case 'capture':
      return `What stood there before “${label}” could not be kept`;
    case 'apply':
      return `“${label}” could not be brought about`;
    case 'verify':
      return `“${label}” did not hold after it was brought about`;
  }
}
