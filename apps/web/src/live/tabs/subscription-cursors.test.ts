import { describe, expect, it } from 'vitest';

import {
  advanceCursors,
  preserveCursors,
  mergeCursors,
  MAX_SUBSCRIPTIONS,
  sameOperations,
} from './subscription-cursors';

describe('mergeCursors', () => {
  it('starts where the tab that knows least stands, number by number', () => {
    expect(
      mergeCursors([
        { a: { event: 10, output: 3 } },
        { a: { event: 4, output: 7 }, b: { event: 0, output: 0 } },
        {},
      ]),
    ).toEqual({ a: { event: 4, output: 3 }, b: { event: 0, output: 0 } });
  });

  it('stays within what one stream may watch, keeping the last named', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ [`op-${n}`]: { event: n, output: n } }));
    const merged = mergeCursors(many);
    expect(Object.keys(merged)).toHaveLength(MAX_SUBSCRIPTIONS);
    expect(merged['op-59']).toEqual({ event: 59, output: 59 });
    expect(merged['op-0']).toBeUndefined();
  });
});

describe('advanceCursors', () => {
  const cursors = { a: { event: 5, output: 9 } };

  it('moves each number forward on its own and never back', () => {
    expect(advanceCursors(cursors, [['a', { event: 8, output: 2 }]])).toEqual({ a: { event: 8, output: 9 } });
  });

  it('leaves alone what is not watched and what came as a summary only', () => {
    expect(
      advanceCursors(cursors, [
        ['b', { event: 1, output: 1 }],
        ['a', null],
      ]),
    ).toEqual(cursors);
  });
});

describe('preserveCursors', () => {
  it('joins a running subscription without setting it back, and drops what nobody wants any more', () => {
    const known = { a: { event: 8, output: 8 }, gone: { event: 1, output: 1 } };
    expect(preserveCursors({ a: { event: 5, output: 5 }, b: { event: 2, output: 0 } }, known)).toEqual({
      a: { event: 8, output: 8 },
      b: { event: 2, output: 0 },
    });
  });
});

describe('sameOperations', () => {
  const running = { a: { event: 5, output: 5 } };
  it.each([
    [{}, false],
    [{ a: { event: 9, output: 0 } }, true],
    [{ b: { event: 5, output: 5 } }, false],
    [{ a: { event: 5, output: 5 }, b: { event: 0, output: 0 } }, false],
  ])('%j against a stream of a is %s', (wanted, same) => {
    expect(sameOperations(wanted, running)).toBe(same);
  });
});
