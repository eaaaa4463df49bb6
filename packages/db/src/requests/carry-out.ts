import type { Transaction } from '../client';
import { abandonServer } from '../operations/control/abandon-server';
import { decide } from '../operations/control/decide';
import { pauseOperation, resumeOperation } from '../operations/control/pause-operation';
import { requestCancel } from '../operations/control/request-cancel';
import { adoptCluster } from '../operations/delivery/temporal-cluster';
import { deleteInstallationRecord } from '../operations/installations/delete-installation-record';
import { acceptSubmission } from '../operations/lifecycle/accept-submission';
import { closeUndecided } from '../operations/lifecycle/close-undecided';
import { resumeInterrupted } from '../operations/lifecycle/interruption';
import { unblockQueue } from '../operations/queue/unblock-queue';
import {
  awaitConfirmation,
  confirmHostKey,
  discardServer,
  failEnrollment,
  reopenEnrollment,
} from '../servers/enrollment-status';
import { removeServer } from '../servers/retire-server';
import { advanceStackRun } from '../stacks/advance-run';
import { continueStackRun, endStackRun } from '../stacks/decide-run';
import type { PersonRequest } from './request';

/** What a request has changed, for who watches. */
export interface CarriedOut {
  operationId?: string;
  serverId?: string;
  /** How many operations it was about, of the kinds that are about several. */
  operations?: number;
}

/**
 * Does what a person asked for, where the rows allow it. Called by workers alone: the role of the web process may change none of these
 * rows.
 *
 * @throws DatabaseError with the reason why it is not possible
 */
export async function carryOut(
  tx: Transaction,
  { request, by }: { request: PersonRequest; by: string },
): Promise<CarriedOut> {
  if (request.kind === 'adopt_cluster') return { operations: await adoptCluster(tx, { by }) };
  if ('serverId' in request) return carryOutOnServer(tx, { request, by });
  await carryOutOnOperation(tx, { request, by });
  return { operationId: request.operationId };
}

type OperationRequest = Extract<PersonRequest, { operationId: string }>;
type ServerRequest = Extract<PersonRequest, { serverId: string }>;

async function carryOutOnOperation(
  tx: Transaction,
  { request, by }: { request: OperationRequest; by: string },
): Promise<void> {
  switch (request.kind) {
    case 'submit':
      return acceptSubmission(tx, request);
    case 'decide':
      return decide(tx, { ...request, by });
    case 'close_undecided':
      return closeUndecided(tx, { ...request, by });
    case 'cancel':
      return requestCancel(tx, { ...request, by });
    case 'pause':
      return pauseOperation(tx, { ...request, by, resumeAt: dateOf(request.resumeAt) });
    case 'resume':
      return resumeOperation(tx, { ...request, by });
    case 'resume_interrupted':
      return resumeInterrupted(tx, { ...request, by });
    case 'abandon_server':
      return abandonServer(tx, { ...request, by });
    case 'delete_record':
      return deleteInstallationRecord(tx, { ...request, by });
  }
}

async function carryOutOnServer(
  tx: Transaction,
  { request, by }: { request: ServerRequest; by: string },
): Promise<CarriedOut> {
  const { serverId } = request;
  switch (request.kind) {
    case 'unblock_queue':
      return { serverId, operationId: await unblockQueue(tx, { queueId: serverId, by }) };
    case 'confirm_host_key':
      await confirmHostKey(tx, { ...request, by });
      break;
    case 'reopen_enrollment':
      await reopenEnrollment(tx, serverId);
      break;
    case 'await_confirmation':
      await awaitConfirmation(tx, request);
      break;
    case 'fail_enrollment':
      await failEnrollment(tx, serverId);
      break;
    case 'discard_server':
      await discardServer(tx, serverId);
      break;
    case 'advance_stack':
      await advanceStackRun(tx, request.runId);
      break;
    case 'continue_stack':
      await continueStackRun(tx, request);
      break;
    case 'end_stack':
      await endStackRun(tx, { ...request, by });
      break;
    case 'remove_server':
      await removeServer(tx, { serverId, by });
      break;
  }
  return { serverId };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
