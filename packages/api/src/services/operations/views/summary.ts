import { conclusionMessage } from '@milepost/contract/messages/conclusions';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import type { OperationSummary } from '../../../views/views';
import { packageTitle, packageVerbs } from '../../catalog/require-package';
import { progressView } from './progress-view';

/** An operation in a list. */
export function operationSummary(view: OperationView): OperationSummary {
  return {
    id: view.id,
    kind: view.kind,
    title: view.title,
    package: { id: view.packageId, title: packageTitle(view.packageId) },
    verbs: packageVerbs(view.packageId),
    installation: installationLink(view),
    server: view.server,
    status: view.status,
    interrupted: view.interrupted !== null,
    rollingBack: view.direction === -1,
    progress: progressView(view),
    pause: pauseView(view),
    conclusion: view.conclusion && conclusionMessage(view.conclusion),
    requestedBy: view.requestedBy,
    requestedAt: view.requestedAt.toISOString(),
    startedAt: view.startedAt?.toISOString() ?? null,
    endedAt: view.endedAt?.toISOString() ?? null,
    lastNotifiedEvent: view.lastNotifiedEvent,
  };
}

function installationLink({
  packageId,
  installation: { id, title, parent },
}: OperationView): OperationSummary['installation'] {
  return {
    ...{ id, title: title ?? packageTitle(packageId) },
    parent: parent && { id: parent.id, title: parent.title ?? packageTitle(parent.packageId) },
  };
}

function pauseView({
  pauseRequestedBy: by,
  pauseRequestedAt: at,
  resumeAt,
}: OperationView): OperationSummary['pause'] {
  if (by === null || at === null) return null;
  return { by, at: at.toISOString(), resumeAt: resumeAt?.toISOString() ?? null };
}
