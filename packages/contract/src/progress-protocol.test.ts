import { describe, expect, it } from 'vitest';
import { ProgressParser, parseProgressMessage, stripProgressMessages } from './progress-protocol';

describe('parseProgressMessage', () => {
  it.each([
    [
      'progress;14;32;packages;Unpacking',
      { kind: 'progress', done: 14, total: 32, unit: 'packages', label: 'Unpacking', fraction: null },
    ],
    [
      'progress;24;100;%;Downloading file 1 of 2;7',
      { kind: 'progress', done: 24, total: 100, unit: '%', label: 'Downloading file 1 of 2', fraction: 0.07 },
    ],
    [
      'progress;40;32;packages;Unpacking;',
      { kind: 'progress', done: 32, total: 32, unit: 'packages', label: 'Unpacking', fraction: null },
    ],
    ['waiting;80;the lock; then some', { kind: 'waiting', seconds: 80, for: 'the lock; then some' }],
    ['resumed', { kind: 'resumed' }],
    [
      'warning;The repository x; y cannot be used.',
      { kind: 'warning', sentence: 'The repository x; y cannot be used.' },
    ],
    ['warning; ', null],
    ['progress;1;0;packages;Unpacking', null],
    ['progress;-1;32;packages;Unpacking', null],
    ['progress;1;32;packages; ', null],
    ['progress;1;32;packages;Unpacking;half', null],
    ['progress', null],
    ['waiting;soon;the lock', null],
    ['waiting;3; ', null],
    ['resumed;now', null],
    ['', null],
  ])('%j', (body, telling) => {
    expect(parseProgressMessage(body)).toEqual(telling);
  });
});

const progress = (done: number, label = 'Unpacking') =>
  `\u001b]6973;progress;${done};9;packages;${label}\u0007`;

describe('ProgressParser', () => {
  const output = `one\n${progress(1)}two \u001b[31mred\u001b[0m${progress(2, 'Größe')}\n\u001b]0;a title\u0007${progress(3)}end`;
  const bytes = Buffer.from(output);
  const expected = [
    { done: 1, label: 'Unpacking' },
    { done: 2, label: 'Größe' },
    { done: 3, label: 'Unpacking' },
  ];

  it.each([1, 2, 3, 7, 16, 40, 1000])('finds all of them in pieces of %i bytes', (size) => {
    const reader = new ProgressParser();
    const found = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)));
    expect(found).toMatchObject(expected);
  });

  it('goes on after a sequence that never ends, or is cut off by another', () => {
    const reader = new ProgressParser();
    expect(reader.push(Buffer.from(`\u001b]6973;${'x'.repeat(2_000)}`))).toEqual([]);
    expect(reader.push(Buffer.from(`\u001b]6973;progress;${progress(4)}`))).toMatchObject([{ done: 4 }]);
  });

  it('begins in the middle of one', () => {
    expect(new ProgressParser().push(Buffer.from(`ss;1;9;packages;X\u0007${progress(5)}`))).toMatchObject([
      { done: 5 },
    ]);
  });
});

describe('stripProgressMessages', () => {
  it.each([
    [`a${progress(1)}b`, 'ab'],
    [`E: it failed\n${progress(1)}${progress(2)}`, 'E: it failed\n'],
    ['a\u001b]6973;progress;1;', 'a'],
    ['\u001b[31mred\u001b[0m', '\u001b[31mred\u001b[0m'],
    ['plain', 'plain'],
  ])('%j', (text, shown) => {
    expect(stripProgressMessages(text)).toBe(shown);
  });
});
