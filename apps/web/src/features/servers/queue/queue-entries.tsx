'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Moment } from '../../../time/ticking';
import { Person, useNameOf } from '../../session/person';
import { useCanOperate } from '../../session/use-can-operate';
import { CancelOperation } from '../../operations/controls/cancel-operation';
import { OperationIcon } from '../../operations/page/operation-status';
import { statusStyle } from '../../operations/format/status';
import { titleWithStatus } from '../../operations/page/titles';

/** Who waits, at which place; who was paused or waits for a decision keeps the place and lends the queue. */
export function QueueEntries({ waiting }: { waiting: OperationSummary[] }) {
  const allowed = useCanOperate();
  const nameOf = useNameOf();
  return (
    <ol aria-label="Waiting operations">
      {waiting.map((operation) => (
        <li
          key={operation.id}
          className="flex items-center gap-2 border-t pr-2 first:border-t-0 hover:bg-hover"
        >
          <Link
            href={`/operations/${operation.id}`}
            className="flex min-w-0 flex-1 items-center gap-2.5 py-2 pl-4"
          >
            <OperationIcon operation={operation} />
            <span className="min-w-0">
              <span className="block truncate">{titleWithStatus(operation)}</span>
              <span className="block text-xs text-pretty text-ink-2">{placeLabel(operation, nameOf)}</span>
              <span className="block truncate text-xs text-ink-3">
                <Person email={operation.requestedBy} />, <Moment at={operation.requestedAt} />
              </span>
            </span>
          </Link>
          {allowed && operation.status !== 'canceling' && (
            <CancelOperation
              operation={operation}
              variant="ghost"
              size="sm"
              aria-label={`Cancel ${operation.title}…`}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

function placeLabel(operation: OperationSummary, nameOf: (email: string) => string): string {
  const { status, interrupted, pause, progress } = operation;
  if (interrupted) return 'Interrupted: waiting to be resumed';
  if (status === 'paused')
    return `Paused${pause === null ? '' : ` by ${nameOf(pause.by)}`}; keeps its place; state is re-checked when it continues`;
  if (status === 'awaiting_decision')
    return 'Needs a decision; keeps its place; state is re-checked when it continues';
  const { notice } = progress;
  if (notice?.kind === 'no_worker') return 'No worker is running';
  if (notice?.kind === 'queue') return `Place ${notice.place}, behind ${notice.behind}`;
  if (notice?.kind === 'blocked') return 'Waiting until the server is unblocked';
  return statusStyle(operation).word;
}
