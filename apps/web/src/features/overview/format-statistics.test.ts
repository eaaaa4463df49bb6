import { expect, it } from 'vitest';

import { durationSentence, outcomeSentence } from './format-statistics';

const of = (succeeded: number, failed: number, canceled: number) => ({
  ...{ succeeded, failed, canceled, medianMs: null, p90Ms: null, days: [] },
});

it.each([
  [of(1, 1, 0), '1 of 2 succeeded. 1 failed or was rolled back.'],
  [of(1, 0, 1), '1 of 1 succeeded. Excludes 1 canceled operation.'],
  [of(6, 2, 3), '6 of 8 succeeded. 2 failed or were rolled back. Excludes 3 canceled operations.'],
])('outcomes are counted in plain sentences: %j', (days, sentence) => {
  expect(outcomeSentence(days)).toBe(sentence);
});

it('no percentile is shown for too few runs', () => {
  expect(durationSentence({ p90Ms: null })).toBe('Known after 5 operations that changed something.');
  expect(durationSentence({ p90Ms: 14_200 })).toBe('90 % finished within 14s. Waiting is not counted.');
});
