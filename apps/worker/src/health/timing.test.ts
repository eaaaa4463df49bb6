import { expect, test } from 'vitest';
import { worstCaseMs } from './timing';

test('with a check every 60 s, a pulled cable is found within 90 s', () => {
  expect(worstCaseMs(60_000)).toBeLessThanOrEqual(90_000);
});
