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
  return {
    milestone: failed.n,
    label: failed.label,
    cause: failed.cause,
    hint: failed.hint,
    sentence: failed.failure ?? view.conclusion ?? 'It failed without a reason.',
    lastLines: lastLines(tail),
  };
}

/** A cut through the first character or line shows as neither. */
function lastLines(tail: Buffer): string {
  const lines = stripProgressMessages(tail.toString('utf8')).trimEnd().split('\n');
  return lines
    .slice(tail.length === TAIL_BYTES ? 1 : 0)
    .slice(-TAIL_LINES)
    .join('\n');
}
