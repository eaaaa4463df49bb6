import { serverProblemMessage } from '@milepost/contract/messages/errors/server-errors';
import type { Dependencies } from '../../../process/dependencies';
import { AppError } from '../../../errors/app-error';
import { inspect } from '../../../temporal/inspect';

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'notifier'>;

const WAIT_MS = 75_000;

/**
 * Has the worker stop and fence off, on the server, what blocks its queue, and verify that nothing of it is left. Throws
 * AppError with the reason when that cannot be verified now: the queue stays blocked.
 */
export async function verifyStopped(
  { temporal, notifier }: Needed,
  serverId: string,
): Promise<{ verified: true }> {
  const inspected = await inspect(temporal, `verify-stopped/${serverId}`, {
    request: { kind: 'verify_stopped', serverId },
    waitMs: WAIT_MS,
  });
  notifier.publishServer(serverId);
  if (inspected.kind === 'unanswered') throw new AppError('PRECONDITION_FAILED', inspected.message);
  if (inspected.answer.kind === 'refused')
    throw new AppError('PRECONDITION_FAILED', serverProblemMessage(inspected.answer.problem));
  return { verified: true };
}
