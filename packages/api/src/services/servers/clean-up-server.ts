import type { Client } from '@temporalio/client';
import { inspect } from '../../temporal/inspect';
import { AppError } from '../../errors/app-error';

const WAIT_MS = 20_000;

/**
 * Has the worker remove Milepost's key and files from a server. Resolves with what stays, a path each.
 *
 * @throws AppError PRECONDITION_FAILED where they may still be there
 */
export async function cleanUpServer(
  temporal: Client,
  { id, name }: { id: string; name: string },
): Promise<string[]> {
  const inspected = await inspect(temporal, `inspect/leave/${id}`, {
    request: { kind: 'clean_up', serverId: id },
    waitMs: WAIT_MS,
  });
  if (inspected.kind === 'answered' && inspected.answer.kind === 'clean_up')
    return inspected.answer.leftovers;
  const { message } = inspected.kind === 'answered' ? messageIn(inspected.answer) : inspected;
  throw new AppError(
    'PRECONDITION_FAILED',
    `${name} was not removed, because Milepost’s key and files could not be removed from it: ${message}`,
  );
}

function messageIn(answer: { kind: string; message?: string }): { message: string } {
  return { message: answer.message ?? 'The worker did not respond.' };
}
