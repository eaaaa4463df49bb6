import { expect, test } from 'vitest';
import { createGate } from './password-gate';

/** Tasks that end on request, in the order in which they began. */
function works() {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => async () => {
    began.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
    return name;
  };
  const endOldest = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { began, work, endOldest };
}

test('two run at once, the next ones wait for their turn, and one beyond the queue is refused', async () => {
  const gate = createGate({ atOnce: 2, waiting: 2 });
  const { began, work, endOldest } = works();
  const all = ['a', 'b', 'c', 'd'].map((name) => gate.run(work(name)));
  await expect(gate.run(work('e'))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(began).toEqual(['a', 'b']);
  await endOldest();
  expect(began).toEqual(['a', 'b', 'c']);
  for (let n = 0; n < 3; n++) await endOldest();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('a known browser gets the next place although strangers fill the queue', async () => {
  const gate = createGate({ atOnce: 1, waiting: 1 });
  const { began, work, endOldest } = works();
  const all = [gate.run(work('a')), gate.run(work('stranger')), gate.run(work('owner'), { first: true })];
  for (let n = 0; n < 3; n++) await endOldest();
  await Promise.all(all);
  expect(began).toEqual(['a', 'owner', 'stranger']);
});

test('work that fails leaves its place to the next', async () => {
  const gate = createGate({ atOnce: 1, waiting: 1 });
  const failing = gate.run(() => Promise.reject(new Error('no')));
  const next = gate.run(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
  expect(await gate.run(() => Promise.resolve('again'))).toBe('again');
});
