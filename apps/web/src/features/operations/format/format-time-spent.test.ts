import { expect, it } from 'vitest';

import { formatTimeSpent } from './format-time-spent';

const completed = { workedMs: 10_000, status: 'completed', rollingBack: false } as const;

it.each([
  [completed, 81_000, '10s worked · 1m 11s waiting'],
  [completed, 11_000, 'took 11s'],
  [{ ...completed, workedMs: 0 }, 81_000, 'took 1m 21s'],
  [{ ...completed, status: 'canceled' as const }, 81_000, 'took 1m 21s'],
  [{ ...completed, status: 'canceled' as const, rollingBack: true }, 81_000, '10s worked · 1m 11s waiting'],
])('waiting is shown apart from work: %j of %i ms', (operation, tookMs, expected) => {
  expect(formatTimeSpent(operation, tookMs)).toBe(expected);
});
