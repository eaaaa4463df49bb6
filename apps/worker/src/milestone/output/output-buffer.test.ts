import { expect, test } from 'vitest';
import { OutputBuffer } from './output-buffer';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const LIMIT = 100;

/** Pushes these one after the other, from `offset` on. */
function fill(buffer: OutputBuffer, texts: string[], offset = 0): OutputBuffer {
  let next = offset;
  for (const text of texts) {
    buffer.push({ offset: next, bytes: bytes(text) });
    next += text.length;
  }
  return buffer;
}

test('pieces become one, at the offset of the first', () => {
  const buffer = fill(new OutputBuffer({ head: 100, tail: 100 }, 10), ['ab', 'c'], 10);
  expect(buffer.length).toBe(3);
  expect(buffer.take(LIMIT)).toEqual({ offset: 10, bytes: bytes('abc'), skippedBytes: 0 });
  expect(buffer.length).toBe(0);
  fill(buffer, ['d'], 13);
  expect(buffer.take(LIMIT)).toEqual({ offset: 13, bytes: bytes('d'), skippedBytes: 0 });
});

test('no more is taken at once than was asked for, but always a piece', () => {
  const buffer = fill(new OutputBuffer({ head: 100, tail: 100 }, 0), ['abc', 'de', 'f', 'gh']);
  expect(buffer.take(1)).toEqual({ offset: 0, bytes: bytes('abc'), skippedBytes: 0 });
  expect(buffer.take(3)).toEqual({ offset: 3, bytes: bytes('def'), skippedBytes: 0 });
  expect(buffer.take(3)).toEqual({ offset: 6, bytes: bytes('gh'), skippedBytes: 0 });
});

test.each([
  { what: 'the head is never let go', texts: ['0123', '4567', '89ab', 'cdef'], offset: 0, skippedBytes: 0 },
  {
    what: 'what reaches into the head is part of it',
    texts: ['67', '89', 'abcdef'],
    offset: 6,
    skippedBytes: 0,
  },
  { what: 'nothing is let go that may be the tail', texts: ['89', 'abc'], offset: 8, skippedBytes: 0 },
  { what: 'what is just the tail is kept', texts: ['89', 'abcd'], offset: 10, skippedBytes: 2 },
  {
    what: 'the oldest of the middle is let go',
    texts: ['89', 'ab', 'cd', 'efg'],
    offset: 12,
    skippedBytes: 4,
  },
  { what: 'pieces stay whole', texts: ['89', 'abcdefgh', 'i'], offset: 10, skippedBytes: 2 },
])('$what', ({ texts, offset, skippedBytes }) => {
  // A head of 8 bytes, a tail of 4. Letters are named by their offset.
  const from = parseInt(texts[0]?.[0] ?? '', 36);
  const all = texts.join('');
  const buffer = fill(new OutputBuffer({ head: 8, tail: 4 }, from), texts, from);
  expect(buffer.take(LIMIT)).toEqual({ offset, skippedBytes, bytes: bytes(all.slice(offset - from)) });
  expect(buffer.length).toBe(0);
});

test('the sender waits while a part of the head is buffered', () => {
  const buffer = new OutputBuffer({ head: 8, tail: 4 }, 0);
  expect(buffer.holdsHead).toBe(false);
  fill(buffer, ['0123', '4567', '89ab']);
  expect(buffer.holdsHead).toBe(true);
  buffer.take(4);
  expect(buffer.holdsHead).toBe(true);
  buffer.take(4);
  expect(buffer.holdsHead).toBe(false);
});

test('dropped output is reported once, with the chunk that follows', () => {
  const buffer = fill(new OutputBuffer({ head: 0, tail: 2 }, 0), ['ab', 'cd', 'ef', 'gh']);
  expect(buffer.take(1)).toEqual({ offset: 6, bytes: bytes('gh'), skippedBytes: 6 });
  fill(buffer, ['ij', 'kl'], 8);
  expect(buffer.take(1)).toEqual({ offset: 10, bytes: bytes('kl'), skippedBytes: 2 });
  fill(buffer, ['m'], 12);
  expect(buffer.take(1)).toEqual({ offset: 12, bytes: bytes('m'), skippedBytes: 0 });
});

test('what never came counts as left out: what was stored before, the head that waits, and the rest stay as they are', () => {
  const buffer = new OutputBuffer({ head: 6, tail: 4 }, 2);
  fill(buffer, ['23', '4567', '89'], 2);
  fill(buffer, ['uv', 'wxyz'], 30);
  expect(buffer.holdsHead).toBe(true);
  expect(buffer.take(LIMIT)).toEqual({ offset: 2, bytes: bytes('23456789'), skippedBytes: 0 });
  expect(buffer.take(LIMIT)).toEqual({ offset: 30, bytes: bytes('uvwxyz'), skippedBytes: 20 });
  expect(buffer.length).toBe(0);

  const resumed = fill(new OutputBuffer({ head: 6, tail: 4 }, 10), ['uv'], 30);
  expect(resumed.take(LIMIT)).toEqual({ offset: 30, bytes: bytes('uv'), skippedBytes: 20 });
});

test('each byte is taken or left out, once, and the head and the tail are taken', () => {
  const HEAD = 50;
  const TAIL = 30;
  for (let size = 1; size < 12; size++) {
    const buffer = new OutputBuffer({ head: HEAD, tail: TAIL }, 0);
    let [sent, next, tail] = [0, 0, 0];
    const take = (): void => {
      const taken = buffer.take(7);
      expect(taken.offset - taken.skippedBytes).toBe(next);
      if (taken.skippedBytes > 0) {
        expect(next).toBeGreaterThanOrEqual(HEAD);
        expect(sent - taken.offset).toBeGreaterThanOrEqual(TAIL);
        tail = taken.offset;
      }
      expect([...taken.bytes]).toEqual(Array.from(taken.bytes, (_, i) => (taken.offset + i) % 256));
      next = taken.offset + taken.bytes.length;
    };
    for (let n = 0; n < 60; n++) {
      buffer.push({ offset: sent, bytes: Uint8Array.from({ length: size }, (_, i) => (sent + i) % 256) });
      sent += size;
      if (!buffer.holdsHead) expect(buffer.length).toBeLessThan(TAIL + size);
      if (n % 5 === 0) take();
    }
    while (buffer.length > 0) take();
    expect(next).toBe(sent);
    expect(tail).toBeLessThanOrEqual(Math.max(0, sent - TAIL));
  }
});
