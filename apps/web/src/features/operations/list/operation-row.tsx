'use client';

import { hasEnded } from '@milepost/contract/statuses';
import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { cn } from '../../../components/cn';
import { useNow } from '../../../time/use-now';
import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { Person } from '../../session/person';
import { noticeLabel } from '@milepost/contract/messages/waiting';
import { OperationIcon } from '../page/operation-status';
import { ProgressBar } from '../progress/progress-bar';
import { progressLabel, statusStyle } from '../format/status';
import { titleWithStatus } from '../page/titles';

/** A live bar among several. `leaving`: it has ended and is about to fade. */
export function OperationRow({
  operation,
  leaving = false,
}: {
  operation: OperationSummary;
  leaving?: boolean;
}) {
  if (operation.status === 'queued') return <QueuedRow operation={operation} />;
  const { progress, server, requestedBy } = operation;
  return (
    <Link
      href={`/operations/${operation.id}`}
      className={cn(
        'grid grid-cols-[16px_minmax(0,248px)_minmax(0,1fr)_128px] items-center gap-x-3 border-b px-4 py-2.5 last:border-b-0 hover:bg-hover max-sm:grid-cols-[16px_minmax(0,1fr)_auto] max-sm:gap-y-0.5',
        'transition-opacity duration-(--duration-leave)',
        leaving && 'opacity-0',
      )}
    >
      <OperationIcon operation={operation} className="max-sm:mt-0.5 max-sm:self-start" />
      <span className="min-w-0">
        <span className="block truncate font-medium">{titleWithStatus(operation)}</span>
        <span className="dotted-list block truncate text-xs text-ink-3">
          <span>{server.name}</span>
          <span>
            <Person email={requestedBy} />
          </span>
        </span>
      </span>
      <span className="grid gap-1.5 pt-[7px] max-sm:order-last max-sm:col-span-full">
        <ProgressBar progress={progress} />
        <span className="dotted-list truncate text-xs text-ink-2">
          <CurrentStep operation={operation} />
        </span>
      </span>
      <span className="text-right">
        <ProgressAndTime operation={operation} />
      </span>
    </Link>
  );
}

function CurrentStep({ operation }: { operation: OperationSummary }) {
  const now = useNow();
  const { progress, status, interrupted, conclusion } = operation;
  if (hasEnded(status)) return <span>{conclusion ?? statusStyle(operation).word}</span>;
  return (
    <>
      <span>{progress.step === 0 ? 'Starting' : `${progress.step}/${progress.total} ${progress.label}`}</span>
      {progress.notice !== null && <span>{noticeLabel(progress.notice, now)}</span>}
      {(status !== 'running' || interrupted) && <span>{statusStyle(operation).word.toLowerCase()}</span>}
    </>
  );
}

function ProgressAndTime({ operation }: { operation: OperationSummary }) {
  const now = useNow();
  const { startedAt, endedAt, requestedAt } = operation;
  const from = Date.parse(startedAt ?? requestedAt);
  if (endedAt !== null) {
    return (
      <>
        <b className="font-medium">{formatElapsed(Date.parse(endedAt) - from)}</b>
        <span className="block text-xs text-ink-2">{statusStyle(operation).word.toLowerCase()}</span>
      </>
    );
  }
  return (
    <>
      <b className="font-medium">{progressLabel(operation)}</b>
      <span className="block text-xs text-ink-2">{formatElapsed(now - from)}</span>
    </>
  );
}

function QueuedRow({ operation }: { operation: OperationSummary }) {
  const now = useNow();
  const { progress, server, requestedAt } = operation;
  return (
    <Link
      href={`/operations/${operation.id}`}
      className="grid grid-cols-[16px_minmax(0,248px)_minmax(0,1fr)_128px] items-center gap-x-3 border-b px-4 py-[7px] last:border-b-0 hover:bg-hover max-sm:grid-cols-[16px_minmax(0,1fr)]"
    >
      <OperationIcon operation={operation} />
      <span className="truncate">
        {titleWithStatus(operation)} <span className="text-xs text-ink-3">{server.name}</span>
      </span>
      <span className="truncate text-xs text-ink-2 max-sm:col-start-2">
        Queued{progress.notice !== null && ` · ${noticeLabel(progress.notice, now)}`}
      </span>
      <span className="text-right text-xs text-ink-2 max-sm:hidden">
        requested {formatElapsed(now - Date.parse(requestedAt))} ago
      </span>
    </Link>
  );
}
