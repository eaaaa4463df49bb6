import { expect, test } from 'vitest';
import { OutputBuffer } from './output-buffer';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('pieces become one, at the offset of the first', () => {
  const buffer = new OutputBuffer();
  buffer.push({ offset: 10, bytes: bytes('ab') });
  buffer.push({ offset: 12, bytes: bytes('c') });
  expect(buffer.length).toBe(3);
  expect(buffer.take()).toEqual({ offset: 10, bytes: bytes('abc') });
  expect(buffer.length).toBe(0);
  buffer.push({ offset: 13, bytes: bytes('d') });
  expect(buffer.take()).toEqual({ offset: 13, bytes: bytes('d') });
});

test('the memory of a piece may be used again', () => {
  const buffer = new OutputBuffer();
  const piece = bytes('ab');
  buffer.push({ offset: 0, bytes: piece });
  piece.fill(0);
  expect(buffer.take().bytes).toEqual(bytes('ab'));
});
