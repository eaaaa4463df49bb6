'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { useNow } from '../../time/use-now';
import { noticeWords } from '../operations/notice-words';
import { OperationSign } from '../operations/operation-sign';
import { ProgressBar } from '../operations/progress-bar';
import { shareWords, statusLook } from '../operations/status';
import { standingTitle } from '../operations/titles';

/** Who holds the lane, and why: what it is at, or what it waits for. */
export function LaneHolder({ holder }: { holder: OperationSummary }) {
  const now = useNow();
  const { progress, requestedBy } = holder;
  return (
    <Link href={`/operations/${holder.id}`} className="grid gap-2 px-4 pt-3 pb-[13px] hover:bg-hover">
      <span className="flex items-center gap-2">
        <OperationSign operation={holder} />
        <span className="truncate font-medium">{standingTitle(holder)}</span>
        <span className="ml-auto">{shareWords(holder)}</span>
      </span>
      <ProgressBar progress={progress} />
      <span className="grid text-xs text-ink-2">
        <span className="text-pretty">
          {why(holder)}
          {progress.notice !== null && `. ${noticeWords(progress.notice, now)}`}
        </span>
        <span className="truncate text-ink-3">asked by {requestedBy}</span>
      </span>
    </Link>
  );
}

function why(holder: OperationSummary): string {
  const { status, interrupted, progress } = holder;
  const at = progress.step === 0 ? 'Starting' : `${progress.step}/${progress.total} ${progress.label}`;
  if (interrupted) return `${statusLook(holder).word} at ${at}`;
  switch (status) {
    case 'running':
    case 'queued':
      return `At work: ${at}`;
    case 'pausing':
      return `At work: ${at}; pauses after the current state`;
    case 'cancelling':
      return `Being cancelled: ${at} is being stopped`;
    case 'deciding':
    case 'paused':
    case 'completed':
    case 'failed':
    case 'cancelled':
      return `${statusLook(holder).word}: it is made sure that nothing of it runs`;
  }
}
