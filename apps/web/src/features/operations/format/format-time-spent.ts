import type { OperationDetail } from '@milepost/api/views';

import { formatPreciseDuration } from '../../../time/format-time';

/** A shorter wait is between commands, and not worth a word. */
const SHOWN_WAIT_MS = 3_000;

/** "took 3.8 s"; "10 s worked · 1 m 11 s waiting" where more than a little of it was a queue, a pause, a person, an outage. */
export function formatTimeSpent(
  { workedMs, status, rollingBack }: Pick<OperationDetail, 'workedMs' | 'status' | 'rollingBack'>,
  tookMs: number,
): string {
  const waitedMs = tookMs - workedMs;
  // What a cancellation stopped has no time of work.
  const known = workedMs > 0 && (status !== 'canceled' || rollingBack);
  if (!known || waitedMs < SHOWN_WAIT_MS) return `took ${formatPreciseDuration(tookMs)}`;
  return `${formatPreciseDuration(workedMs)} worked · ${formatPreciseDuration(waitedMs)} waiting`;
}
