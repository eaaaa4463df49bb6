import { expect, test } from 'vitest';
import { BoundedBytes, TEXT_BYTES } from './bounded-bytes';
import { BoundedLines, CALL_BYTES, CALL_LINES } from './bounded-lines';
import { ProtocolViolation } from './protocol-violation';

const text = 'mp ready\n\nmp claimed 7\n1 check 0 1.5\nmp end 0 001 0 000\nunfinished';

test.each([1, 2, 3, 7, 1000])('lines are whole when they come %i bytes at a time', (size) => {
  const lines = new BoundedLines();
  const bytes = Buffer.from(text);
  const heard: string[] = [];
  for (let at = 0; at < bytes.length; at += size) heard.push(...lines.push(bytes.subarray(at, at + size)));
  expect(heard).toEqual(text.split('\n').slice(0, -1));
});

test.each([
  { what: 'a line without an end', chunk: 'x'.repeat(1000), fits: Math.floor(TEXT_BYTES / 1000) },
  { what: 'short lines without an end', chunk: '\n'.repeat(100), fits: CALL_LINES / 100 },
  {
    what: 'long lines without an end',
    chunk: `${'x'.repeat(9_999)}\n`,
    fits: Math.floor(CALL_BYTES / 10_000),
  },
])('$what are read up to a limit', ({ chunk, fits }) => {
  const lines = new BoundedLines();
  const bytes = Buffer.from(chunk);
  for (let n = 0; n < fits; n++) lines.push(bytes);
  expect(() => lines.push(bytes)).toThrow(ProtocolViolation);
});

test('the longest line takes no longer byte by byte than its bytes', () => {
  const lines = new BoundedLines();
  const began = performance.now();
  for (let n = 0; n < TEXT_BYTES; n++) lines.push(Buffer.of(0x78));
  expect(performance.now() - began).toBeLessThan(2_000); // scanned anew with each byte it takes 2 billion looks
  expect(lines.push(Buffer.from('\n'))[0]).toHaveLength(TEXT_BYTES);
});

test('bytes are collected up to a limit, and are no part of what they came in', () => {
  const bytes = new BoundedBytes('a test', 10);
  const chunk = Buffer.from('12345');
  bytes.push(chunk);
  chunk.fill(0);
  bytes.push(Buffer.from('67890'));
  expect(bytes.text()).toBe('1234567890');
  expect(() => bytes.push(Buffer.from('1'))).toThrow('a test: over 10 bytes');
  bytes.truncate(3);
  expect(bytes.text()).toBe('123');
});
