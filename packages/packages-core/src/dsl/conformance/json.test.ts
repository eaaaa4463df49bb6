import { describe, expect, test } from 'vitest';
import { Secret } from '../secret';
import { isJson, masked } from './json';

class Sample {
  a = 1;
}
const cycle: Record<string, unknown> = {};
cycle.self = cycle;

describe('a value that is the same as JSON', () => {
  test.each([null, true, 'x', 1.5, [], {}, { a: [{ b: null }] }].map((value) => ({ value })))(
    'is $value',
    ({ value }) => {
      expect(isJson(value)).toBe(true);
    },
  );

  test.each([
    ...[new Date(0), new Map([[1, 2]]), new Set([1]), /x/, new Sample(), new Secret('password')],
    ...[NaN, Infinity, -0, undefined, () => 1, Symbol('x'), 1n],
  ])('is not %s, alone or within an object or a list', (value) => {
    expect([isJson(value), isJson({ a: value }), isJson([value])]).toEqual([false, false, false]);
  });

  test('is no object that holds itself', () => {
    expect(isJson(cycle)).toBe(false);
  });
});

test('a record is stored with its secrets masked, and without what is undefined', () => {
  const date = new Date(0);
  expect(masked({ password: new Secret('password'), none: undefined, list: [date] })).toEqual({
    password: '‹password›',
    list: [date],
  });
});
