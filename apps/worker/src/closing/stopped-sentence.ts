import type { StopAnswer } from '@milepost/packages-core/engine/host';

/** What stopping came to, as the end of a sentence; null when there was nothing to stop. */
export function stoppedSentence(answers: readonly StopAnswer[]): string | null {
  if (answers.length === 0) return null;
  const left = answers.flatMap((answer) => (answer.kind === 'clean' ? [] : answer.processes));
  const dpkg = answers.flatMap((answer) => (answer.kind === 'clean' && answer.dpkg ? [answer.dpkg] : []));
  if (left.length > 0) return `stopped, left behind: ${[...new Set(left)].join(', ')}`;
  if (dpkg.includes('broken')) return 'stopped, but dpkg is left half done and could not be repaired';
  if (dpkg.includes('repaired')) return 'stopped clean, after dpkg was repaired';
  return 'stopped clean';
}
