import type { OperationDetail } from '@milepost/api/views';

import { StatusIcon } from '../../../components/status/status-icon';
import { AftermathList } from '../../installations/aftermath-list';
import { InstallAgain } from '../../installations/install-again';
import { LeftoverActions } from '../../installations/leftover-actions';

/** Where an operation was canceled, or that its roll back skipped something; what is so on the server now, and what can be done about it. */
export function CanceledPanel({ operation }: { operation: OperationDetail }) {
  const { canceled, conclusion, aftermath, actions, server } = operation;
  const rolledBack = operation.status === 'canceled' && operation.rollingBack && aftermath !== null;
  if (canceled === null && !rolledBack) return null;
  return (
    <section
      aria-labelledby="canceled"
      className="mb-5 overflow-clip rounded-lg border bg-surface max-sm:mb-4"
    >
      <div className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 bg-sunken px-4 py-3.5">
        <StatusIcon name="canceled" tone="idle" className="mt-1" />
        <h2 id="canceled" className="text-lg tracking-tight text-balance">
          {canceled === null
            ? 'Rolled back, except for what was skipped'
            : `Canceled ${canceled.during ? 'during' : 'before'} ${canceled.label}`}
        </h2>
        {conclusion !== null && <p className="col-start-2 text-pretty text-ink-2">{conclusion}</p>}
        {aftermath === null && (
          <p className="col-start-2 text-pretty text-ink-2">Nothing was changed on {server.name}.</p>
        )}
      </div>
      {aftermath !== null && <AftermathList aftermath={aftermath} server={server.name} />}
      {actions.deletion !== null ? (
        <LeftoverActions operation={operation} deletion={actions.deletion} className="border-t px-4 py-3" />
      ) : (
        operation.kind === 'install' && aftermath !== null && <InstallAgain operation={operation} />
      )}
    </section>
  );
}
