import { failureMessage, failureRemedy } from '@milepost/contract/messages/failures';
import { conclusionMessage } from '@milepost/contract/messages/conclusions';
import type { Failure } from '@milepost/contract/failure';
import type { Database } from '@milepost/db/client';
import { stripProgressMessages } from '@milepost/contract/progress-protocol';
import type { OperationDetail } from '../../../views/views';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { wasInterrupted } from './aftermath';

const TAIL_CHUNKS = 8;
const TAIL_LINES = 20;
const TAIL_BYTES = 8 * 1024;

/** What failed, why, and the last lines of its output; null while nothing has, and where it was canceled. */
export async function failureView(db: Database, view: OperationView): Promise<OperationDetail['failure']> {
  const failed = view.milestones.find(({ status }) => status === 'failed');
  if (!failed || (view.status === 'canceled' && wasInterrupted(view, failed))) return null;
  const chunks = await db.output.findMany({
    where: { operationId: view.id, milestone: failed.n },
    orderBy: { n: 'desc' },
    take: TAIL_CHUNKS,
    select: { bytes: true },
  });
  const tail = Buffer.concat(chunks.reverse().map(({ bytes }) => bytes)).subarray(-TAIL_BYTES);
  const remedy = failed.failure && failureRemedy(failed.failure);
  return {
    milestone: failed.n,
    label: failed.label,
    cause: failed.cause ?? remedy?.cause ?? null,
    hint: failed.hint ?? remedy?.hint ?? null,
    sentence: failureSentence(view, failed.failure),
    lastLines: lastLines(tail),
  };
}

function failureSentence({ conclusion }: OperationView, failure: Failure | null): string {
  if (failure && failure.code !== 'operation_ended') return failureMessage(failure);
  return conclusion ? conclusionMessage(conclusion) : 'It failed without a reason.';
}

/** A cut through the first character or line shows as neither. */
function lastLines(tail: Buffer): string {
  const lines = stripProgressMessages(tail.toString('utf8')).trimEnd().split('\n');
  return lines
    .slice(tail.length === TAIL_BYTES ? 1 : 0)
    .slice(-TAIL_LINES)
    .join('\n');
}
