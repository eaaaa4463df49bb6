import type { Dependencies } from '../../dependencies';
import { AppError } from '../../errors/app-error';
import { inspect } from '../../temporal/inspect';

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'notifier'>;

const WAIT_MS = 75_000;

/**
 * Has the worker stop and fence off, on the server, what blocks its lane, and prove that nothing of it is left. Throws
 * AppError with the reason when that cannot be proven now: the lane stays blocked.
 */
export async function proveLane({ temporal, notifier }: Needed, serverId: string): Promise<{ proven: true }> {
  const asked = await inspect(temporal, `prove/${serverId}`, {
    request: { kind: 'prove', serverId },
    waitMs: WAIT_MS,
  });
  notifier.touchServer(serverId);
  if (asked.kind === 'unanswered') throw new AppError('PRECONDITION_FAILED', asked.message);
  if (asked.answer.kind === 'refused') throw new AppError('PRECONDITION_FAILED', asked.answer.message);
  return { proven: true };
}
