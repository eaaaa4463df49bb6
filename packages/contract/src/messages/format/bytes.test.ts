import { expect, test } from 'vitest';
import { formatBytes } from './bytes';

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [9_400, '9.4 kB'],
  [94_000, '94 kB'],
  [8_388_608, '8.4 MB'],
])('%i bytes are written as %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});
