import { expect, test } from 'vitest';
import { seeded } from './seeded';

const first = (seed: number, name: string) => {
  const { below } = seeded(seed, name);
  return Array.from({ length: 1000 }, () => below(10));
};

test('the same seed and name choose the same; another of either chooses otherwise', () => {
  expect(first(7, 'a')).toEqual(first(7, 'a'));
  expect(first(8, 'a')).not.toEqual(first(7, 'a'));
  expect(first(7, 'b')).not.toEqual(first(7, 'a'));
});

test('every choice comes up about as often', () => {
  const counts = Array.from({ length: 10 }, (_, n) => first(1, 'x').filter((one) => one === n).length);
  expect(Math.min(...counts)).toBeGreaterThan(60);
});

test('picks from a list', () => {
  expect(['x', 'y']).toContain(seeded(1, 'pick').pick(['x', 'y']));
});
