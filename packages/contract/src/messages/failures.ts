import type { Failure } from '../failure';
import type { Phase } from '../statuses';
import { hostProblemMessage } from './errors/connection-errors';

type StateFailed = Extract<Failure, { code: 'state_failed' }>;

/** Why a milestone failed: a sentence that follows the milestone's label. It may end with what a server printed, as it was printed. */
export function failureMessage(failure: Failure): string {
  switch (failure.code) {
    case 'state_failed':
      return stateFailed(failure);
    case 'state_not_reapplied':
      return `${quoted(failure)} was interrupted earlier, and its check fails. It is not applied again automatically.`;
    case 'change_undone':
      return `The change was undone on the server, because the console could not connect to it any more. It concerns ${quoted(failure)}.`;
    case 'change_not_undone':
      return `The console could not connect to the server any more, and the change could not be undone there. It concerns ${quoted(failure)}.`;
    case 'result_not_recorded':
      return `The server ran out of disk space, so the result of ${quoted(failure)} could not be recorded there.`;
    case 'supervisor_died':
      return `Its supervisor on the server died ${failure.times} times; the outcome of the last try is unknown.`;
    case 'records_lost':
      return 'The server does not know of this step, although it was started there: its records were lost.';
    case 'effect_unknown':
      return 'A command was interrupted on the server, so it is unknown whether it took effect.';
    case 'rejected':
      return hostProblemMessage(failure);
    case 'server_unusable':
      return hostProblemMessage(failure.problem);
    case 'operation_ended':
      return 'The operation ended while this milestone ran.';
    case 'text':
      return failure.text;
  }
}

export interface Remedy {
  /** A heading, without a period. */
  cause: string;
  /** What to do about it, in a line. */
  hint: string;
}

/** The cause of a failure that was not looked into further, where the failure itself says it; null where it does not. */
export function failureRemedy(failure: Failure): Remedy | null {
  if (failure.code === 'change_undone') return CHANGE_UNDONE;
  if (failure.code === 'change_not_undone') return CHANGE_NOT_UNDONE;
  const diskFull =
    failure.code === 'result_not_recorded' || (failure.code === 'rejected' && failure.reason === 'disk_full');
  return diskFull ? { cause: 'The server’s disk is full', hint: 'Free space on it, then try again.' } : null;
}

const CHANGE_UNDONE: Remedy = {
  cause: 'The change was undone on the server, because the console could not connect to it any more',
  hint: 'Check that it still lets the console in, from its address to its SSH port, then try again with other settings.',
};

const CHANGE_NOT_UNDONE: Remedy = {
  cause: 'The console could not connect to the server any more, and the change could not be undone',
  hint: 'The output says why. Undo it on the server’s own console. Its next boot tries it once more.',
};

function stateFailed(failure: StateFailed): string {
  const what = `${phaseFailed(quoted(failure), failure.phase)} with exit code ${failure.exitCode}`;
  return failure.line === null ? `${what}.` : `${what}: ${failure.line}`;
}

function phaseFailed(state: string, phase: Phase): string {
  switch (phase) {
    case 'check':
      return `The check of ${state} failed`;
    case 'capture':
      return `Saving what was there before ${state} failed`;
    case 'apply':
      return `${state} failed`;
    case 'verify':
      return `${state} was applied, but its check still failed`;
    case 'confirm':
      return `${state} was applied, but not confirmed`;
  }
}

const quoted = ({ label, state }: Pick<StateFailed, 'label' | 'state'>): string =>
  `“${label ?? `State ${state}`}”`;
