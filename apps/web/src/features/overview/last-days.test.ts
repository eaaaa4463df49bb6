import { describe, expect, it } from 'vitest';

import { lastDays } from './last-days';

const now = Date.parse('2025-11-09T14:32:00Z');

describe('lastDays', () => {
  it('has thirty days that end today, in order, whatever is known', () => {
    const known = { day: '2025-11-08', succeeded: 2, failed: 1, medianMs: 5, p90Ms: 9 };
    const days = lastDays([known], now);
    expect(days).toHaveLength(30);
    expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2025-10-11', '2025-11-09']);
    expect(days.at(-2)).toBe(known);
    expect(days.filter(({ succeeded, failed }) => succeeded + failed > 0)).toEqual([known]);
  });

  it('leaves out what is older', () => {
    const old = { day: '2025-10-10', succeeded: 9, failed: 0, medianMs: 1, p90Ms: 1 };
    expect(lastDays([old], now).every(({ succeeded }) => succeeded === 0)).toBe(true);
  });
});
