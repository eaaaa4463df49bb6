import type { Overview } from '@milepost/api/overview-views';

import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { plural } from '@milepost/contract/messages/format/text';

type Last30Days = Overview['last30Days'];

/** "1 of 2 succeeded. 1 failed or was rolled back. Excludes 1 canceled operation." */
export function outcomeSentence({ succeeded, failed, canceled }: Last30Days): string {
  const sentences = [`${succeeded} of ${succeeded + failed} succeeded.`];
  if (failed > 0)
    sentences.push(`${failed} failed or ${plural(failed, { one: 'was', other: 'were' })} rolled back.`);
  if (canceled > 0)
    sentences.push(
      `Excludes ${canceled} canceled ${plural(canceled, { one: 'operation', other: 'operations' })}.`,
    );
  return sentences.join(' ');
}

/** "90 % finished within 14 s." */
export function durationSentence({ p90Ms }: Pick<Last30Days, 'p90Ms'>): string {
  if (p90Ms === null) return 'Known after 5 operations that changed something.';
  return `90 % finished within ${formatElapsed(p90Ms)}. Waiting is not counted.`;
}
