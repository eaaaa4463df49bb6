'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { cn } from '../../components/cn';
import { useNow } from '../../time/use-now';
import { durationWords } from '../../time/words';
import { noticeWords } from './notice-words';
import { OperationSign } from './operation-sign';
import { ProgressBar } from './progress-bar';
import { hasEnded, shareWords, statusLook } from './status';
import { standingTitle } from './titles';

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
      <OperationSign operation={operation} className="max-sm:mt-0.5 max-sm:self-start" />
      <span className="min-w-0">
        <span className="block truncate font-medium">{standingTitle(operation)}</span>
        <span className="dotted-list block truncate text-xs text-ink-3">
          <span>{server.name}</span>
          <span>{requestedBy}</span>
        </span>
      </span>
      <span className="grid gap-1.5 pt-[7px] max-sm:order-last max-sm:col-span-full">
        <ProgressBar progress={progress} />
        <span className="dotted-list truncate text-xs text-ink-2">
          <What operation={operation} />
        </span>
      </span>
      <span className="text-right">
        <Right operation={operation} />
      </span>
    </Link>
  );
}

function What({ operation }: { operation: OperationSummary }) {
  const now = useNow();
  const { progress, status, interrupted, conclusion } = operation;
  if (hasEnded(status)) return <span>{conclusion ?? statusLook(operation).word}</span>;
  return (
    <>
      <span>{progress.step === 0 ? 'Starting' : `${progress.step}/${progress.total} ${progress.label}`}</span>
      {progress.notice !== null && <span>{noticeWords(progress.notice, now)}</span>}
      {(status !== 'running' || interrupted) && <span>{statusLook(operation).word.toLowerCase()}</span>}
    </>
  );
}

function Right({ operation }: { operation: OperationSummary }) {
  const now = useNow();
  const { startedAt, endedAt, requestedAt } = operation;
  const from = Date.parse(startedAt ?? requestedAt);
  if (endedAt !== null) {
    return (
      <>
        <b className="font-medium">{durationWords(Date.parse(endedAt) - from)}</b>
        <span className="block text-xs text-ink-2">{statusLook(operation).word.toLowerCase()}</span>
      </>
    );
  }
  return (
    <>
      <b className="font-medium">{shareWords(operation)}</b>
      <span className="block text-xs text-ink-2">{durationWords(now - from)}</span>
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
      <OperationSign operation={operation} />
      <span className="truncate">
        {standingTitle(operation)} <span className="text-xs text-ink-3">{server.name}</span>
      </span>
      <span className="truncate text-xs text-ink-2 max-sm:col-start-2">
        Queued{progress.notice !== null && ` · ${noticeWords(progress.notice, now)}`}
      </span>
      <span className="text-right text-xs text-ink-2 max-sm:hidden">
        asked {durationWords(now - Date.parse(requestedAt))} ago
      </span>
    </Link>
  );
}
