'use client';

import type { OperationSummary } from '@milepost/api/views';

import { Elapsed } from '../../../time/ticking';
import { formatElapsed } from '@milepost/contract/messages/format/elapsed';

/** How long it took, or has taken so far. */
export function OperationDuration({ operation: { startedAt, endedAt } }: { operation: OperationSummary }) {
  if (startedAt === null) return <span className="text-ink-3">not started</span>;
  if (endedAt === null) return <Elapsed since={startedAt} />;
  return <>{formatElapsed(Date.parse(endedAt) - Date.parse(startedAt))}</>;
}
