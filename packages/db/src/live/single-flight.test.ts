import { expect, test } from 'vitest';
import { createSingleFlight } from './single-flight';

/** Reads that end on request, in the order in which they began. */
function reads() {
  const begun: { end: (answer: number) => void; fail: () => void }[] = [];
  const read = (): Promise<number> =>
    new Promise((resolve, reject) => {
      begun.push({ end: resolve, fail: () => reject(new Error('away')) });
    });
  return { begun, read };
}

test('requests during a read share the next one', async () => {
  const share = createSingleFlight();
  const { begun, read } = reads();
  const first = share('a', read);
  const late = [share('a', read), share('a', read)];
  expect(begun).toHaveLength(1);
  begun[0]?.end(1);
  expect(await first).toBe(1);
  await Promise.resolve();
  expect(begun).toHaveLength(2);
  const later = share('a', read);
  begun[1]?.end(2);
  expect(await Promise.all(late)).toEqual([2, 2]);
  await Promise.resolve();
  begun[2]?.end(3);
  expect(await later).toBe(3);
});

test('other keys do not wait, and what is over is forgotten', async () => {
  const share = createSingleFlight();
  const { begun, read } = reads();
  const a = share('a', read);
  const b = share('b', read);
  expect(begun).toHaveLength(2);
  begun.forEach(({ end }, n) => end(n));
  expect(await Promise.all([a, b])).toEqual([0, 1]);
  void share('a', read);
  expect(begun).toHaveLength(3);
});

test('a failure is its own: who waited behind it reads anew', async () => {
  const share = createSingleFlight();
  const { begun, read } = reads();
  const first = share('a', read);
  const second = share('a', read);
  begun[0]?.fail();
  await expect(first).rejects.toThrow('away');
  await Promise.resolve();
  begun[1]?.end(2);
  expect(await second).toBe(2);
});
