'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { useNow } from '../../../time/use-now';
import { noticeLabel } from '@milepost/contract/messages/waiting';
import { OperationIcon } from '../../operations/page/operation-status';
import { ProgressBar } from '../../operations/progress/progress-bar';
import { progressLabel, statusStyle } from '../../operations/format/status';
import { titleWithStatus } from '../../operations/page/titles';
import { Person } from '../../session/person';

/** Who holds the queue, and why: what it is at, or what it waits for. */
export function QueueHolder({ holder }: { holder: OperationSummary }) {
  const now = useNow();
  const { progress, requestedBy } = holder;
  return (
    <Link href={`/operations/${holder.id}`} className="grid gap-2 px-4 pt-3 pb-[13px] hover:bg-hover">
      <span className="flex items-center gap-2">
        <OperationIcon operation={holder} />
        <span className="truncate font-medium">{titleWithStatus(holder)}</span>
        <span className="ml-auto">{progressLabel(holder)}</span>
      </span>
      <ProgressBar progress={progress} />
      <span className="grid text-xs text-ink-2">
        <span className="text-pretty">
          {why(holder)}
          {progress.notice !== null && `. ${noticeLabel(progress.notice, now)}`}
        </span>
        <span className="truncate text-ink-3">
          started by <Person email={requestedBy} />
        </span>
      </span>
    </Link>
  );
}

function why(holder: OperationSummary): string {
  const { status, interrupted, progress } = holder;
  const stepLabel = progress.step === 0 ? 'Starting' : `${progress.step}/${progress.total} ${progress.label}`;
  if (interrupted) return `${statusStyle(holder).word} at ${stepLabel}`;
  switch (status) {
    case 'running':
    case 'queued':
      return `Running: ${stepLabel}`;
    case 'pausing':
      return `Running: ${stepLabel}; pauses after the current step`;
    case 'canceling':
      return `Canceling: stopping ${stepLabel}`;
    case 'awaiting_decision':
    case 'paused':
    case 'completed':
    case 'failed':
    case 'canceled':
      return `${statusStyle(holder).word}: verifying that nothing is left running`;
  }
}
