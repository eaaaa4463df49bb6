'use client';

import { hasEnded } from '@milepost/contract/statuses';
import type { OperationDetail } from '@milepost/api/views';

import { Panel } from '../../../components/layout/panel';
import { useNow } from '../../../time/use-now';
import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { formatDurationRange } from '../../../time/format-time';
import { formatCount, silenceLabel } from '../format/format-count';
import { ProgressBar } from './progress-bar';
import { progressLabel } from '../format/status';
import { timeLeft } from './time-left';
import { formatTimeSpent } from '../format/format-time-spent';

/** Step, total, label and percentage over the large bar; what happens now and how long it takes under it. */
export function ProgressPanel({ operation }: { operation: OperationDetail }) {
  const { progress, rollingBack, status } = operation;
  const started = progress.step > 0;
  const numbered = started && !(rollingBack && hasEnded(status));
  return (
    <section aria-label="Progress" className="mb-5 max-sm:mb-4">
      <Panel className="px-4 pt-3.5 pb-3 max-sm:px-3.5">
        <div className="mb-2.5 flex flex-wrap items-baseline gap-2 text-lg font-semibold tracking-tight">
          <p>
            {numbered && (
              <span className="mr-1.5 font-medium text-ink-3">
                {progress.step}/{progress.total}
              </span>
            )}
            {started ? progress.label : 'Not started yet'}
          </p>
          <p className="ml-auto">{progressLabel(operation)}</p>
        </div>
        <ProgressBar progress={progress} size="lg" ticks />
        <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
          <span className="min-w-0 wrap-anywhere">{insideStep(operation)}</span>
          <span className="ml-auto max-sm:ml-0 max-sm:w-full">
            <Times operation={operation} />
          </span>
        </div>
        <NowLine operation={operation} />
      </Panel>
    </section>
  );
}

/** The count inside the step, or how long nothing was heard; what it waits for stands above in a banner. */
function NowLine({ operation: { milestones, progress, status } }: { operation: OperationDetail }) {
  const now = useNow();
  const current = milestones.find(({ n }) => n === progress.step);
  if (hasEnded(status) || current?.status !== 'running') return null;
  const count = current.count === null ? null : formatCount(current.count);
  const silence = progress.notice === null ? silenceLabel(current, now) : null;
  const words = [count, silence].filter((part) => part !== null);
  if (words.length === 0) return null;
  return (
    <p className="dotted-list mt-1 flex flex-wrap text-ink-2">
      {words.map((part) => (
        <span key={part} className="min-w-0 wrap-anywhere">
          {part}
        </span>
      ))}
    </p>
  );
}

function insideStep({ milestones, progress, status, conclusion, failure }: OperationDetail): string {
  if (status === 'failed' && failure !== null) return `${failure.label} failed.`;
  if (hasEnded(status)) return conclusion ?? '';
  if (status === 'awaiting_decision')
    return failure === null ? (conclusion ?? '') : `${failure.label} failed. Waiting for your decision.`;
  if (status === 'paused') return 'Paused between two steps.';
  const current = milestones.find(({ n }) => n === progress.step);
  const stateIndex = current?.state ?? null;
  if (current === undefined || stateIndex === null)
    return 'You can close this page. The operation continues.';
  const state = current.states[stateIndex - 1];
  if (state === undefined) return '';
  switch (current.phase) {
    case null:
      return state.action;
    case 'check':
      return `Checking: ${state.label}`;
    case 'capture':
      return `Backing up before: ${state.action}`;
    case 'apply':
      return `Running: ${state.action}`;
    case 'verify':
      return `Verifying: ${state.label}`;
    case 'confirm':
      return `Connecting anew after: ${state.action}`;
  }
}

function Times({ operation }: { operation: OperationDetail }) {
  const now = useNow();
  const { startedAt, endedAt, requestedAt, milestones, rollingBack, status } = operation;
  if (startedAt === null) return <>requested {formatElapsed(now - Date.parse(requestedAt))} ago</>;
  if (endedAt !== null) return <>{formatTimeSpent(operation, Date.parse(endedAt) - Date.parse(startedAt))}</>;
  const remaining = rollingBack ? null : timeLeft(milestones, now);
  const still = status === 'paused' || status === 'awaiting_decision';
  return (
    <span className="dotted-list">
      <span>{formatElapsed(now - Date.parse(startedAt))} elapsed</span>
      {!still && (
        <span>
          {remaining === null
            ? 'time left unknown'
            : `${formatDurationRange(remaining.from, remaining.to)} left`}
        </span>
      )}
    </span>
  );
}
