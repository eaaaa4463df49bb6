import type { StopSummary } from '@milepost/contract/conclusion';
import type { StopResult } from '@milepost/packages-core/engine/host';

/** What stopping came to; null when there was nothing to stop. */
export function stopSummary(answers: readonly StopResult[]): StopSummary | null {
  if (answers.length === 0) return null;
  const remaining = answers.flatMap((answer) => (answer.kind === 'clean' ? [] : answer.processes));
  const dpkg = answers.flatMap((answer) => (answer.kind === 'clean' && answer.dpkg ? [answer.dpkg] : []));
  if (remaining.length > 0) return { code: 'processes_remaining', processes: [...new Set(remaining)] };
  return { code: 'clean', dpkg: dpkg.find((state) => state === 'broken') ?? dpkg[0] ?? null };
}
