import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, resumeFrom } from './resume-cursor';

const A = '0193b0d8-0000-7000-8000-000000000001';
const B = '0193b0d8-0000-7000-8000-000000000002';

test('a vector comes back as it was, and its id fits into a line and an address', () => {
  const vector = { [A]: { event: 12, output: 340 }, [B]: { event: 0, output: 0 } };
  const id = encodeCursor(vector);
  expect(decodeCursor(id)).toEqual(vector);
  expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
});

test.each([
  '',
  'rubbish',
  '{}',
  encodeCursor({ [A]: { event: -1, output: 0 } }),
  Buffer.from('[1]').toString('base64url'),
])('an id that is no vector is refused: %s', (id) => {
  expect(() => decodeCursor(id)).toThrow('The position in the list is not valid. Reload the page.');
});

test('the later of the two positions counts, and only what is watched', () => {
  const watch = { [A]: { event: 5, output: 9 } };
  const last = encodeCursor({ [A]: { event: 7, output: 3 }, [B]: { event: 1, output: 1 } });
  expect(resumeFrom(watch, last)).toEqual(new Map([[A, { event: 7, output: 9 }]]));
  expect(resumeFrom(watch, null)).toEqual(new Map([[A, { event: 5, output: 9 }]]));
});
