import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';

import { shouldRetry, retryDelayMs } from './retry';

const answered = (data: { code: string; retryAfterSeconds?: number }) =>
  TRPCClientError.from({ error: { code: -1, message: '', data: { message: 'A sentence.', ...data } } });

const retriesOf = (error: unknown): number => [0, 1, 2, 3, 4, 5].filter((n) => shouldRetry(n, error)).length;

test.each([
  ['TOO_MANY_REQUESTS', 4],
  ['SERVICE_UNAVAILABLE', 1],
  ['CONFLICT', 0],
  ['FORBIDDEN', 0],
])('a read answered with %s is tried %i times more', (code, times) => {
  expect(retriesOf(answered({ code }))).toBe(times);
});

test('a read without any answer is tried once more', () => {
  expect(retriesOf(new Error('fetch failed'))).toBe(1);
});

test('each try of a limited read is later than the one before, and not before the API allows it', () => {
  const error = answered({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 3 });
  for (const [failures, least] of [
    [0, 3_000],
    [1, 3_000],
    [2, 4_000],
    [3, 8_000],
  ] as const) {
    const delay = retryDelayMs(failures, error);
    expect(delay).toBeGreaterThanOrEqual(least);
    expect(delay).toBeLessThan(least + 1_000);
  }
});
