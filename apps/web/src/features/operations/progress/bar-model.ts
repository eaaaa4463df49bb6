import type { OperationStatus, Progress } from '@milepost/api/views';

import type { BarProps, BarSegment } from '../../../components/status/bar';

type Model = Pick<BarProps, 'segments' | 'percentage' | 'within' | 'tone' | 'spoken'>;

/** The bar of a progress: which segments are done, how far the current one is, and what a screen reader says. */
export function barModel(progress: Progress): Model {
  const waiting = progress.notice !== null && progress.notice.kind !== 'queue';
  const segments = progress.segments.map(({ status, weight }): BarSegment => {
    switch (status) {
      case 'done':
      case 'skipped':
        return { state: 'done', weight };
      case 'running':
        return { state: waiting ? 'wait' : 'now', weight };
      case 'failed':
        return { state: progress.status === 'canceled' ? 'todo' : 'fail', weight };
      case 'pending':
      case 'rolled_back':
        return { state: 'todo', weight };
    }
  });
  return {
    segments,
    percentage: progress.percentage,
    within: withinCurrent(segments, progress.percentage),
    tone: toneOf(progress.status),
    spoken: spokenStep(progress),
  };
}

/** How much of the current segment is done, 0 to 1, as the percentage of the whole has it. */
export function withinCurrent(segments: BarSegment[], percentage: number): number {
  const total = segments.reduce((sum, { weight }) => sum + weight, 0);
  const done = segments.reduce((sum, { state, weight }) => sum + (state === 'done' ? weight : 0), 0);
  const current = segments.find(({ state }) => state === 'now');
  if (current === undefined || current.weight <= 0) return 0;
  return Math.min(1, Math.max(0, ((percentage / 100) * total - done) / current.weight));
}

/** "Step 3 of 6, Installing PostgreSQL 17, 51 percent". */
export function spokenStep({ step, total, label, percentage, status }: Progress): string {
  if (status === 'completed') return `Finished, ${percentage} percent`;
  const parts = step > 0 ? [`Step ${step} of ${total}`, label] : ['Not started'];
  return [...parts, `${percentage} percent`].filter((part) => part !== '').join(', ');
}

function toneOf(status: OperationStatus): BarProps['tone'] {
  switch (status) {
    case 'completed':
      return 'ok';
    case 'paused':
    case 'queued':
    case 'canceled':
    case 'canceling':
      return 'held';
    case 'running':
    case 'pausing':
    case 'awaiting_decision':
    case 'failed':
      return 'run';
  }
}
