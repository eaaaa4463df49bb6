import type { Database } from '@milepost/db/client';
import { applyRequests } from '@milepost/db/requests/apply-requests';
import type { AppliedRequest } from '@milepost/db/requests/apply-requests';
import type { Dependencies } from './startup/dependencies';
import { createWorkLoop } from './work-loop';
import type { WorkLoop } from './work-loop';

interface Options extends Pick<Dependencies, 'log' | 'publishOperation' | 'publishServer'> {
  db: Database;
}

const POLL_MS = 500;

/**
 * Carries out what people have asked for, without Temporal: a decision, a cancellation, a pause. What follows from it in a workflow is
 * delivered by the dispatcher.
 */
export function createRequestLoop({ db, log, publishOperation, publishServer }: Options): WorkLoop {
  function onApplied({ id, kind, problem, error, operationId, serverId }: AppliedRequest): void {
    if (operationId !== undefined) publishOperation(operationId);
    if (serverId !== undefined) publishServer(serverId);
    const about = { request: String(id), kind, operationId, serverId };
    if (error !== undefined) log.error({ ...about, err: error }, 'A request could not be carried out');
    else if (problem !== null) log.info({ ...about, problem }, 'A request was rejected');
  }

  return createWorkLoop({
    async round() {
      await applyRequests(db, onApplied);
      return false;
    },
    pollMs: POLL_MS,
    onError: (reason) => log.warn({ reason }, 'The requests of people cannot be read; trying again'),
  });
}
