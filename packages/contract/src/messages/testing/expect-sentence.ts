import { expect } from 'vitest';

/** A message for people: whole sentences in which every field that is listed appears, and no hole. */
export function expectSentence(sentence: string, shown: readonly (string | number)[]): void {
  expect(sentence).toMatch(/^\S.*([.]|[.…]”)$/s);
  expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\s{2}|[.][.]$/);
  for (const field of shown) expect(sentence).toContain(String(field));
}
