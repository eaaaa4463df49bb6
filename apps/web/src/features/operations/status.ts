import type { OperationSummary, Progress } from '@milepost/api/views';

import type { SignName } from '../../components/sign-shapes';
import type { Tone } from '../../components/sign';

export interface StatusLook {
  /** Null: a ring with the percentage. */
  sign: SignName | null;
  tone: Tone;
  word: string;
}

export type Shown = Pick<OperationSummary, 'status' | 'interrupted' | 'rollingBack' | 'progress'>;

/** An operation's status as a sign and a word. */
export function statusLook({ status, interrupted, rollingBack, progress }: Shown): StatusLook {
  if (interrupted) return { sign: 'unknown', tone: 'warn', word: 'Interrupted' };
  const notice = progress.notice;
  switch (status) {
    case 'queued':
      if (notice?.kind === 'blocked') return { sign: 'blocked', tone: 'bad', word: 'Queued, blocked' };
      return {
        sign: 'queued',
        tone: 'idle',
        word: notice?.kind === 'lane' ? `Queued, place ${notice.place}` : 'Queued',
      };
    case 'running':
      if (notice?.kind === 'reconnecting') return { sign: 'off', tone: 'idle', word: 'Reconnecting' };
      if (notice?.kind === 'retrying') return { sign: 'waiting', tone: 'run', word: 'Trying again soon' };
      if (rollingBack) return { sign: 'undone', tone: 'run', word: ROLLING_BACK };
      return { sign: null, tone: 'run', word: 'Running' };
    case 'pausing':
      return { sign: null, tone: 'run', word: 'Pausing' };
    case 'paused':
      return { sign: 'paused', tone: 'idle', word: 'Paused' };
    case 'deciding':
      return { sign: 'decision', tone: 'warn', word: 'Needs a decision' };
    case 'cancelling':
      return { sign: 'cancelled', tone: 'idle', word: 'Cancelling' };
    case 'completed':
      return { sign: 'ok', tone: 'ok', word: 'Succeeded' };
    case 'failed':
      return { sign: 'failed', tone: 'bad', word: 'Failed' };
    case 'cancelled':
      return rollingBack && nothingLeft(progress)
        ? { sign: 'undone', tone: 'idle', word: 'Rolled back' }
        : { sign: 'cancelled', tone: 'idle', word: 'Cancelled' };
  }
}

const ROLLING_BACK = 'Rolling back';

/** Whether its way back has to be told beside its status, which says something else. */
export function alsoRollsBack(operation: Shown): boolean {
  return operation.rollingBack && !hasEnded(operation.status) && statusLook(operation).word !== ROLLING_BACK;
}

/** "66 %"; on the way back, where a percentage would say nothing: "1 of 3 undone". */
export function shareWords({ rollingBack, progress }: Pick<Shown, 'rollingBack' | 'progress'>): string {
  if (!rollingBack) return `${progress.percentage} %`;
  const undone = progress.segments.filter(({ status }) => status === 'undone').length;
  const left = progress.segments.filter(({ status }) => status !== 'pending' && status !== 'skipped').length;
  return `${undone} of ${left} undone`;
}

function nothingLeft({ segments }: Progress): boolean {
  return segments.every(({ status }) => status === 'pending' || status === 'undone' || status === 'skipped');
}

export const kindWords = {
  install: 'Install',
  uninstall: 'Uninstall',
  update: 'Update',
} satisfies Record<OperationSummary['kind'], string>;

export function hasEnded(status: OperationSummary['status']): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
