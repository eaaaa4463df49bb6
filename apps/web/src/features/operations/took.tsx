'use client';

import type { OperationSummary } from '@milepost/api/views';

import { Elapsed } from '../../time/ticking';
import { durationWords } from '../../time/words';

/** How long it took, or has taken so far. */
export function Took({ operation: { startedAt, endedAt } }: { operation: OperationSummary }) {
  if (startedAt === null) return <span className="text-ink-3">not started</span>;
  if (endedAt === null) return <Elapsed since={startedAt} />;
  return <>{durationWords(Date.parse(endedAt) - Date.parse(startedAt))}</>;
}
