import { hasEnded } from '@milepost/contract/statuses';
import type { OperationSummary, Progress } from '@milepost/api/views';

import type { StatusIconName } from '../../../components/status/status-icon-shapes';
import type { Tone } from '../../../components/status/status-icon';

export interface StatusStyle {
  /** Null: a ring with the percentage. */
  icon: StatusIconName | null;
  tone: Tone;
  word: string;
}

export type DisplayedOperation = Pick<
  OperationSummary,
  'status' | 'interrupted' | 'rollingBack' | 'progress'
>;

/** An operation's status as an icon and a word. */
export function statusStyle({ status, interrupted, rollingBack, progress }: DisplayedOperation): StatusStyle {
  if (interrupted) return { icon: 'unknown', tone: 'warn', word: 'Interrupted' };
  const notice = progress.notice;
  switch (status) {
    case 'queued':
      if (notice?.kind === 'blocked') return { icon: 'blocked', tone: 'bad', word: 'Queued, blocked' };
      return {
        icon: 'queued',
        tone: 'idle',
        word: notice?.kind === 'queue' ? `Queued, place ${notice.place}` : 'Queued',
      };
    case 'running':
      if (notice?.kind === 'reconnecting') return { icon: 'off', tone: 'idle', word: 'Reconnecting' };
      if (notice?.kind === 'retrying') return { icon: 'waiting', tone: 'run', word: 'Retrying soon' };
      if (rollingBack) return { icon: 'rolledBack', tone: 'run', word: ROLLING_BACK };
      return { icon: null, tone: 'run', word: 'Running' };
    case 'pausing':
      return { icon: null, tone: 'run', word: 'Pausing' };
    case 'paused':
      return { icon: 'paused', tone: 'idle', word: 'Paused' };
    case 'awaiting_decision':
      return { icon: 'decision', tone: 'warn', word: 'Needs a decision' };
    case 'canceling':
      return { icon: 'canceled', tone: 'idle', word: 'Canceling' };
    case 'completed':
      return { icon: 'ok', tone: 'ok', word: 'Succeeded' };
    case 'failed':
      return { icon: 'failed', tone: 'bad', word: 'Failed' };
    case 'canceled':
      return rollingBack && nothingLeft(progress)
        ? { icon: 'rolledBack', tone: 'idle', word: 'Rolled back' }
        : { icon: 'canceled', tone: 'idle', word: 'Canceled' };
  }
}

const ROLLING_BACK = 'Rolling back';

/** Whether its rollback is shown beside its status, which says something else. */
export function showsRollback(operation: DisplayedOperation): boolean {
  return operation.rollingBack && !hasEnded(operation.status) && statusStyle(operation).word !== ROLLING_BACK;
}

/** "66 %"; on the way back, where a percentage would say nothing: "1 of 3 undone". */
export function progressLabel({
  rollingBack,
  progress,
}: Pick<DisplayedOperation, 'rollingBack' | 'progress'>): string {
  if (!rollingBack) return `${progress.percentage} %`;
  const undone = progress.segments.filter(({ status }) => status === 'rolled_back').length;
  const total = progress.segments.filter(({ status }) => status !== 'pending' && status !== 'skipped').length;
  return `${undone} of ${total} undone`;
}

function nothingLeft({ segments }: Progress): boolean {
  return segments.every(
    ({ status }) => status === 'pending' || status === 'rolled_back' || status === 'skipped',
  );
}
