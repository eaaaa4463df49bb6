import type { OperationView } from '@milepost/db/operations/operation-view';
import type { OperationSummary } from '../../views';
import { packageTitle } from '../catalogue/require-package';
import { progressView } from './progress-view';

/** An operation in a list. */
export function operationSummary(view: OperationView): OperationSummary {
  return {
    id: view.id,
    kind: view.kind,
    title: view.title,
    package: { id: view.packageId, title: packageTitle(view.packageId) },
    server: view.server,
    status: view.status,
    interrupted: view.interrupted !== null,
    progress: progressView(view),
    conclusion: view.conclusion,
    requestedBy: view.requestedBy,
    requestedAt: view.requestedAt.toISOString(),
    startedAt: view.startedAt?.toISOString() ?? null,
    endedAt: view.endedAt?.toISOString() ?? null,
    toldEvent: view.toldEvent,
  };
}
