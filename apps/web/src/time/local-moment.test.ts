import { describe, expect, it } from 'vitest';

import { fromLocalMoment, toLocalMoment } from './local-moment';

describe('a moment in a datetime-local field', () => {
  it('is what the clock on the wall says', () => {
    expect(toLocalMoment(new Date(2026, 0, 5, 7, 9, 58))).toBe('2026-01-05T07:09');
  });

  it('comes back as the same minute', () => {
    const moment = new Date(2026, 10, 23, 14, 5);
    expect(fromLocalMoment(toLocalMoment(moment))).toEqual(moment);
  });

  it.each(['', '2026-11-23', 'soon', '2026-13-40T10:00'])('%j is none', (value) => {
    expect(fromLocalMoment(value)).toBeNull();
  });
});
