import type { OperationDetail } from '@milepost/api/views';
import { Package } from 'lucide-react';
import Link from 'next/link';

import { Button } from '../../components/button';
import { Clock } from '../../time/ticking';
import { CancelOperation } from './cancel-operation';
import { OperationPill } from './operation-sign';
import { PauseOperation } from './pause-operation';
import { statusLook } from './status';

/** Title, status, who asked, and what can be done now. */
export function OperationHead({ operation }: { operation: OperationDetail }) {
  const { title, requestedBy, requestedAt, planHash, workflow, actions, server, kind, status } = operation;
  return (
    <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-[1_1_320px]">
        <div className="flex flex-wrap items-center gap-2.5">
          <h1 className="text-xl tracking-tight text-balance">{title}</h1>
          <OperationPill operation={operation} />
        </div>
        <p className="dotted-list mt-0.5 text-ink-2">
          <span>
            asked by {requestedBy} at <Clock at={requestedAt} />
          </span>
          <span>
            plan <code>{planHash.slice(0, 8)}</code>
          </span>
          {workflow.url !== null && (
            <a className="link" href={workflow.url} target="_blank" rel="noreferrer">
              Open in Temporal
            </a>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
        {status === 'completed' && (
          <Button asChild>
            <Link href={`/servers/${server.id}`}>
              <Package aria-hidden /> {kind === 'uninstall' ? 'What is left' : 'What is installed'} on{' '}
              {server.name}
            </Link>
          </Button>
        )}
        {actions.pause && <PauseOperation operation={operation} />}
        {actions.cancel && <CancelOperation operation={operation} />}
      </div>
      <p role="status" className="sr-only">
        {statusLook(operation).word}. {operation.conclusion ?? operation.progress.label}
      </p>
    </div>
  );
}
