import { expect, test } from 'vitest';
import { CONFIRM_AFTER_MS, PROBE_MS, tickMs } from './timing';

test('with a check every 60 s, a pulled cable is found within 90 s', () => {
  const everyMs = 60_000;
  const worstCaseMs = everyMs + tickMs(everyMs) + PROBE_MS + CONFIRM_AFTER_MS + PROBE_MS;
  expect(worstCaseMs).toBeLessThanOrEqual(90_000);
});
