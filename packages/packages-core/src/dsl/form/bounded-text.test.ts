import { describe, expect, test } from 'vitest';
import { boundedText } from './bounded-text';

const text = boundedText({ title: 'Name', min: 2, max: 5 });
const problemsOf = (value: string) =>
  text.safeParse(value).error?.issues.map(({ code, message }) => ({ code, message }));

describe('a bounded text', () => {
  test.each(['ab', 'é😀', 'a b c', '\n\n'])('may be %j', (value) => {
    expect(text.safeParse(value)).toEqual({ success: true, data: value });
  });

  test.each(['\ud800a', 'a\udc00b', '\udc00\ud800'])('may not hold half a character: %j', (value) => {
    expect(problemsOf(value)).toEqual([
      { code: 'custom', message: 'Name holds a character that is not whole: type it again.' },
    ]);
  });

  test('is not read by a pattern where it is too long', () => {
    let reads = 0;
    const read = text.refine(() => ++reads < 0, 'never');
    expect(read.safeParse('x'.repeat(1_000_000)).error?.issues.map(({ code }) => code)).toEqual(['too_big']);
    expect(reads).toBe(0);
    expect(read.safeParse('abc').error?.issues.map(({ message }) => message)).toEqual(['never']);
  });
});
