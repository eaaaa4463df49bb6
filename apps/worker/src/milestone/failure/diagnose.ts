import type { PlannedState } from '@milepost/contract/plan';
import { DISK_FAILURES } from '@milepost/packages-core/states/failures/disk';
import { ASSERTION_FAILED } from '@milepost/packages-core/states/assertion';
import { findCause } from './cause';
import type { Cause } from './cause';
import { isSymptom, mostRelevantLine } from '../output/readable-output';

export interface FailureOutput {
  /** What the failed state printed, as people read it. */
  printed: string;
  /** What its `explain` printed afterwards; empty where it did not run. */
  explained: string;
  exitCode: number;
}

export interface Diagnosis extends Pick<Cause, 'topic'> {
  /** A heading; null where nothing is known that makes one. */
  cause: string | null;
  hint: string | null;
  /** The line of the output that says most; null without output. */
  line: string | null;
}

type Causes = Pick<PlannedState, 'failures'>;

/** Longer lines do not make a heading; those that an assertion wrote for it may be longer. */
const MAX_HEADING_LENGTH = 120;
const MAX_CAUSE_LENGTH = 240;

/** Why a state failed: a known cause in its output, else one in its explanation, else the line of the output that says most. Pure. */
export function diagnose(state: Causes | undefined, output: FailureOutput): Diagnosis {
  const { printed, explained, exitCode } = output;
  const known = [...(state?.failures ?? []), ...DISK_FAILURES];
  const exact = known.filter(({ vague }) => !vague);
  const vague = known.filter((failure) => failure.vague);
  const cause =
    findCause(exact, printed) ??
    findCause(exact, explained) ??
    findCause(vague, printed) ??
    findCause(vague, explained);
  if (cause) return cause;
  // An assertion ends with a sentence of its own, then shows what it saw.
  const line = exitCode === ASSERTION_FAILED ? firstLine(printed) : mostRelevantLine(printed);
  if (line !== null && exitCode === ASSERTION_FAILED) return { ...sentencesOf(line), line, topic: null };
  return { cause: line && asHeading(line), hint: null, line, topic: null };
}

/** An assertion says what is so, and in the sentences after it what to do. */
function sentencesOf(line: string): { cause: string | null; hint: string | null } {
  const text = line.replace(/^(?:E|Error): /i, '');
  const [, first, rest] = /^(.{1,300}?)[.] (?=[A-Z“])(.+)$/.exec(text) ?? [null, text, null];
  return {
    cause: (first ?? '').length <= MAX_CAUSE_LENGTH ? asSentence(first ?? '') : null,
    hint: rest ?? null,
  };
}

const asSentence = (text: string): string => text.replace(/[.:]$/, '');

/** Whether the output alone names the cause, so that there is no need to look further. */
export function isKnown(state: Causes | undefined, printed: string): boolean {
  const exact = [...(state?.failures ?? []), ...DISK_FAILURES].filter(({ vague }) => !vague);
  return findCause(exact, printed) !== null;
}

const firstLine = (text: string): string | null =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? null;

function asHeading(line: string): string | null {
  const heading = line.replace(/^(?:E|Error): /i, '').replace(/[.:]$/, '');
  return heading.length <= MAX_HEADING_LENGTH && !line.endsWith(':') && !isSymptom(line) ? heading : null;
}
