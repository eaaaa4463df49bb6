import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSilence } from './watch-silence';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const server = { lastByteAt: Date.now() };
  const heard: string[] = [];
  const stop = watchSilence({
    lastByteAt: () => server.lastByteAt,
    onSilent: (since) => heard.push(`silent since ${since.toISOString()}`),
    onResumed: () => heard.push('heard'),
  });
  return { server, heard, stop };
}

test('a server that sends nothing is reported once, within 5.5 s of its last byte, and when it is heard again', async () => {
  const { server, heard, stop } = watched();
  const silent = `silent since ${new Date(server.lastByteAt).toISOString()}`;
  await vi.advanceTimersByTimeAsync(4_900);
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(600);
  expect(heard).toEqual([silent]);
  await vi.advanceTimersByTimeAsync(10_000);
  server.lastByteAt = Date.now();
  await vi.advanceTimersByTimeAsync(300);
  expect(heard).toEqual([silent, 'heard']);
  expect(stop()).toBe(false);
});

test('a server that answers a keepalive every 2 s is never silent, however long a command prints nothing', async () => {
  const { server, heard, stop } = watched();
  for (let second = 0; second < 600; second += 2) {
    await vi.advanceTimersByTimeAsync(2_000);
    server.lastByteAt = Date.now();
  }
  expect(heard).toEqual([]);
  stop();
});

test('the end of a watch reports whether the silence lasts, and nothing is reported after it', async () => {
  const { heard, stop } = watched();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(stop()).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toHaveLength(1);
});
