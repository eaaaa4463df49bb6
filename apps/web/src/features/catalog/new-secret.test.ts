import { expect, it } from 'vitest';

import { newSecret } from './new-secret';

it.each([1, 16, 32, 200])('has the length that was asked for: %i', (length) => {
  expect(newSecret(length)).toMatch(new RegExp(`^[A-HJ-NP-Za-km-z2-9]{${length}}$`));
});

it('is another one each time', () => {
  expect(new Set(Array.from({ length: 50 }, () => newSecret(24))).size).toBe(50);
});
