import type { OperationSummary } from '@milepost/api/views';

import type { SignName } from '../../components/sign-shapes';
import type { Tone } from '../../components/sign';

export interface StatusLook {
  /** Null: a ring with the percentage. */
  sign: SignName | null;
  tone: Tone;
  word: string;
}

type Shown = Pick<OperationSummary, 'status' | 'interrupted' | 'progress'>;

/** An operation's status as a sign and a word. */
export function statusLook({ status, interrupted, progress }: Shown): StatusLook {
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
      return { sign: 'cancelled', tone: 'idle', word: 'Cancelled' };
  }
}

export const kindWords = {
  install: 'Install',
  uninstall: 'Uninstall',
  update: 'Update',
} satisfies Record<OperationSummary['kind'], string>;

export function hasEnded(status: OperationSummary['status']): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
