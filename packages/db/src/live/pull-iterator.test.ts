import { expect, test } from 'vitest';
import { PullIterator } from './pull-iterator';

/** Gives these, then the end; an error is thrown. Counts how often it was stopped. */
function feedOf(values: (number | Error)[]) {
  const stopped = { times: 0 };
  const left = [...values];
  const ask = (): Promise<number | null> => {
    const value = left.shift() ?? null;
    return value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
  };
  return { feed: new PullIterator(ask, () => stopped.times++), stopped };
}

async function read(feed: PullIterator<number>, atMost = Infinity): Promise<number[]> {
  const got: number[] = [];
  for await (const value of feed) {
    got.push(value);
    if (got.length === atMost) break;
  }
  return got;
}

test('gives all there is, in order, and is stopped once at the end', async () => {
  const { feed, stopped } = feedOf([1, 2, 3]);
  expect(await read(feed)).toEqual([1, 2, 3]);
  expect(stopped.times).toBe(1);
  expect(await feed.next()).toEqual({ done: true, value: undefined });
  expect(stopped.times).toBe(1);
});

test('is stopped when its reader leaves, and gives no more', async () => {
  const { feed, stopped } = feedOf([1, 2, 3]);
  expect(await read(feed, 2)).toEqual([1, 2]);
  expect(stopped.times).toBe(1);
  expect((await feed.next()).done).toBe(true);
});

test('is stopped by an error, which its reader gets', async () => {
  const { feed, stopped } = feedOf([1, new Error('away'), 2]);
  await expect(read(feed)).rejects.toThrow('away');
  expect(stopped.times).toBe(1);
  expect((await feed.next()).done).toBe(true);
});
