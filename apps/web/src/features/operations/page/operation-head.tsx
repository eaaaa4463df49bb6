import type { OperationDetail } from '@milepost/api/views';
import { Package, Server } from 'lucide-react';
import Link from 'next/link';

import { Button } from '../../../components/forms/button';
import { Clock } from '../../../time/ticking';
import { Person } from '../../session/person';
import { installationPage } from '../../installations/links';
import { CancelOperation } from '../controls/cancel-operation';
import { OperationPill } from './operation-status';
import { PauseOperation } from '../controls/pause-operation';
import { PlanDialog } from './plan-dialog';
import { statusStyle } from '../format/status';

/** Title, status, who asked, and what can be done now. */
export function OperationHead({ operation }: { operation: OperationDetail }) {
  const { title, requestedBy, requestedAt, workflow, actions, server, status } = operation;
  const { parent } = operation.installation;
  return (
    <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-[1_1_320px]">
        <div className="flex flex-wrap items-center gap-2.5">
          <h1 className="text-xl tracking-tight text-balance">{title}</h1>
          <OperationPill operation={operation} />
        </div>
        <p className="dotted-list mt-0.5 text-ink-2">
          <span>
            started by <Person email={requestedBy} /> at <Clock at={requestedAt} />
          </span>
          <span>
            plan <PlanDialog operation={operation} />
          </span>
          {workflow.url !== null && (
            <a className="link" href={workflow.url} target="_blank" rel="noreferrer">
              Open in Temporal
            </a>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
        {status === 'completed' && !server.removed && (
          <Button asChild>
            {parent === null ? (
              <Link href={`/servers/${server.id}`}>
                <Server aria-hidden /> View {server.name}
              </Link>
            ) : (
              <Link href={installationPage(parent.id)}>
                <Package aria-hidden /> View {parent.title}
              </Link>
            )}
          </Button>
        )}
        {actions.pause && <PauseOperation operation={operation} />}
        {actions.cancel && status !== 'awaiting_decision' && <CancelOperation operation={operation} />}
      </div>
      <p role="status" className="sr-only">
        {statusStyle(operation).word}. {operation.conclusion ?? operation.progress.label}
      </p>
    </div>
  );
}
