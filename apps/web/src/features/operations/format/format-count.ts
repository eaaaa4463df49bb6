import type { MilestoneView } from '@milepost/api/views';

import { formatBytes } from '@milepost/contract/messages/format/bytes';
import { formatElapsed } from '@milepost/contract/messages/format/elapsed';

type Count = NonNullable<MilestoneView['count']>;

/** "Unpacking 14 of 32 packages, 6/s", "Downloading file 1 of 2, 24 %", "Copying 4.1 MB of 9.0 MB, 1.2 MB/s". */
export function formatCount({ label, done, total, unit, rate }: Count): string {
  if (unit === '%') return `${label}, ${done} %`;
  const [of, pace] =
    unit === 'bytes'
      ? [`${formatBytes(done)} of ${formatBytes(total)}`, rate === null ? '' : `, ${formatBytes(rate)}/s`]
      : [`${done} of ${total} ${unit}`, rate === null ? '' : `, ${formatRate(rate)}`];
  return `${label} ${of}${pace}`;
}

/** Anything slower than one a second is given per minute. */
function formatRate(rate: number): string {
  if (rate >= 1) return `${Math.round(rate)}/s`;
  return `${Math.max(1, Math.round(rate * 60))}/min`;
}

/** Shorter pauses are nothing to speak of. */
const SILENT_AFTER_MS = 20_000;

/** "no output for 40 s" of a milestone that runs and says nothing; null while it is not worth telling. */
export function silenceLabel(milestone: MilestoneView | undefined, now: number): string | null {
  if (milestone?.status !== 'running' || milestone.lastOutputAt === null) return null;
  const silence = now - Date.parse(milestone.lastOutputAt);
  return silence < SILENT_AFTER_MS ? null : `no output for ${formatElapsed(silence)}`;
}
