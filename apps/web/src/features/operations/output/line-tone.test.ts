import { expect, it } from 'vitest';

import { toneOf } from './line-tone';

it.each([
  ['E: Unable to locate package', 'a-red'],
  ['Error: no space left', 'a-red'],
  ['W: Some index files failed', 'a-yellow'],
  ['Errors were not found', ''],
  ['Setting up nginx', ''],
])('%s is tinted as %j', (text, tone) => {
  expect(toneOf({ step: null, gap: false, text })).toBe(tone);
});
