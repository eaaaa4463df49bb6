import { hasEnded } from '@milepost/packages-core/contract/statuses';
import { z } from 'zod';
import type { Notice } from '../../views';
import type { OperationRow } from './operation-rows';
import type { Surroundings } from './surroundings';

/** As the worker writes it; whatever else is there is not shown. */
const stored = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reconnecting'), attempt: z.number(), since: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('retrying'), label: z.string(), attempt: z.number(), of: z.number() }),
]);

/** What an operation waits for right now; null when nothing unusual. */
export function noticeOf(row: OperationRow, { unstarted, line }: Surroundings): Notice | null {
  if (hasEnded(row.status)) return null;
  const since = unstarted.get(row.id);
  if (since) return { kind: 'engine_unreachable', since: since.toISOString() };
  const place = line.get(row.id);
  if (place) return { kind: 'lane', ...place };
  const notice = stored.safeParse(row.notice);
  if (!notice.success) return null;
  if (notice.data.kind === 'reconnecting') return notice.data;
  return { ...notice.data, at: (row.retryAt ?? new Date()).toISOString() };
}
