import { expect, test } from 'vitest';
import { TokenBuckets } from './token-buckets';

const SIZE = { capacity: 10, perSecond: 2, maxBuckets: 3 };

test('a caller may spend a full bucket at once, then only what comes back with time', () => {
  const buckets = new TokenBuckets(SIZE);
  for (let n = 0; n < 10; n++) expect(buckets.take('ada', 1, 0)).toBe(0);
  expect(buckets.take('ada', 1, 0)).toBe(500);
  expect(buckets.take('ada', 4, 1_000)).toBe(1_000);
  expect(buckets.take('ada', 2, 1_000)).toBe(0);
  expect(buckets.take('ada', 10, 60_000)).toBe(0);
});

test('callers do not share a bucket', () => {
  const buckets = new TokenBuckets(SIZE);
  expect(buckets.take('ada', 10, 0)).toBe(0);
  expect(buckets.take('grace', 10, 0)).toBe(0);
});

test('a cost above the capacity is served from a full bucket instead of never', () => {
  const buckets = new TokenBuckets(SIZE);
  expect(buckets.take('ada', 50, 0)).toBe(0);
  expect(buckets.take('ada', 50, 0)).toBe(5_000);
});

test('memory is bounded: the caller seen least recently is forgotten first', () => {
  const buckets = new TokenBuckets(SIZE);
  for (const caller of ['a', 'b', 'c']) buckets.take(caller, 10, 0);
  buckets.take('a', 10, 0);
  buckets.take('d', 10, 0);
  expect(buckets.kept).toBe(3);
  expect(buckets.take('a', 1, 0)).toBeGreaterThan(0);
  expect(buckets.take('b', 1, 0)).toBe(0);
});

test('a clock that is set back takes no tokens away', () => {
  const buckets = new TokenBuckets(SIZE);
  expect(buckets.take('ada', 5, 10_000)).toBe(0);
  expect(buckets.take('ada', 5, 0)).toBe(0);
});
