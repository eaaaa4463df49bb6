'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Moment } from '../../time/ticking';
import { useMayChange } from '../session/use-may-change';
import { CancelOperation } from '../operations/cancel-operation';
import { OperationSign } from '../operations/operation-sign';
import { statusLook } from '../operations/status';
import { standingTitle } from '../operations/titles';

/** Who waits, at which place; who was paused or waits for a decision keeps the place and lends the lane. */
export function LaneQueue({ waiting }: { waiting: OperationSummary[] }) {
  const allowed = useMayChange();
  return (
    <ol aria-label="Waiting for the lane">
      {waiting.map((operation) => (
        <li
          key={operation.id}
          className="flex items-center gap-2 border-t pr-2 first:border-t-0 hover:bg-hover"
        >
          <Link
            href={`/operations/${operation.id}`}
            className="flex min-w-0 flex-1 items-center gap-2.5 py-2 pl-4"
          >
            <OperationSign operation={operation} />
            <span className="min-w-0">
              <span className="block truncate">{standingTitle(operation)}</span>
              <span className="block text-xs text-pretty text-ink-2">{placeWords(operation)}</span>
              <span className="block truncate text-xs text-ink-3">
                {operation.requestedBy}, <Moment at={operation.requestedAt} />
              </span>
            </span>
          </Link>
          {allowed && operation.status !== 'cancelling' && (
            <CancelOperation
              operation={operation}
              look="ghost"
              size="sm"
              aria-label={`Cancel ${operation.title}…`}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

function placeWords(operation: OperationSummary): string {
  const { status, interrupted, pause, progress } = operation;
  if (interrupted) return 'Interrupted: stands still until somebody goes on with it';
  if (status === 'paused')
    return `Paused${pause === null ? '' : ` by ${pause.by}`}; keeps its place, checks first when it is back`;
  if (status === 'deciding') return 'Needs a decision; keeps its place, checks first when it is back';
  const { notice } = progress;
  if (notice?.kind === 'lane') return `Place ${notice.place}, behind ${notice.behind}`;
  if (notice?.kind === 'blocked') return 'Waits until the server is not blocked any more';
  return statusLook(operation).word;
}
