import { describe, expect, it } from 'vitest';

import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [5, 8_000],
    [6, 15_000],
    [60, 15_000],
  ])('doubles up to a quarter of a minute: %i failures, %i ms', (failures, ms) => {
    expect(backoffMs(failures, 0.5)).toBe(ms);
  });

  it('is spread by a quarter to either side', () => {
    expect([backoffMs(2, 0), backoffMs(2, 1)]).toEqual([750, 1_250]);
  });
});
