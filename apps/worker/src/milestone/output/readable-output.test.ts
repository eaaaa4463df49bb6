import { describe, expect, test } from 'vitest';
import { readableTail, mostRelevantLine } from './readable-output';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the end of an output, for people', () => {
  test('loses colors, and what a carriage return overwrote', () => {
    expect(readableTail(bytes('\u001b[31mred\u001b[0m\n10%\r50%\r100%\r\ndone'))).toBe('red\n100%\ndone');
  });

  test('survives a character that was cut in half', () => {
    expect(readableTail(bytes('äb').slice(1))).toBe('\ufffdb');
  });

  test.each([
    ['E: Unable to locate package x\nReading state', 'E: Unable to locate package x'],
    ['one\ntwo\n\n', 'two'],
    ['Job for redis failed\nSee journalctl -xe', 'Job for redis failed'],
    ['', null],
  ])('%j is summed up by %j', (tail, line) => expect(mostRelevantLine(tail)).toBe(line));
});
