import type { StopResult } from '@milepost/packages-core/engine/host';

/** What stopping came to, as the end of a sentence; null when there was nothing to stop. */
export function stoppedSentence(answers: readonly StopResult[]): string | null {
  if (answers.length === 0) return null;
  const remaining = answers.flatMap((answer) => (answer.kind === 'clean' ? [] : answer.processes));
  const dpkg = answers.flatMap((answer) => (answer.kind === 'clean' && answer.dpkg ? [answer.dpkg] : []));
  if (remaining.length > 0) return `stopped; left behind: ${[...new Set(remaining)].join(', ')}`;
  if (dpkg.includes('broken')) return 'stopped, but dpkg is left half done and could not be repaired';
  if (dpkg.includes('repaired')) return 'stopped cleanly, after dpkg was repaired';
  return 'stopped cleanly';
}
