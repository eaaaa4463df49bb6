import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import { serverProblemMessage } from '@milepost/contract/messages/errors/server-errors';
import type { Client } from '@temporalio/client';
import { inspect } from '../../temporal/inspect';
import { requestError } from '../../errors/request-error';

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
  const reason = inspected.kind === 'answered' ? answerMessage(inspected.answer) : inspected.message;
  throw requestError('PRECONDITION_FAILED', { code: 'server_not_cleaned_up', name, reason });
}

const answerMessage = (answer: InspectionResult): string =>
  answer.kind === 'refused'
    ? serverProblemMessage(answer.problem)
    : requestErrorMessage({ code: 'worker_silent' });
