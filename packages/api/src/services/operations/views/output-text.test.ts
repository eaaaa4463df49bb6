import { describe, expect, test } from 'vitest';
import { carriedFrom, outputText } from './output-text';
import type { StoredChunk } from './output-text';

const TEXT = 'Größe: 12 €, fertig ✓ 🎉 \u001b[32mok\u001b[0m\r\n日本';
const BYTES = Buffer.from(TEXT);

/** The bytes cut at these places, as pieces of one command. */
function pieces(...cuts: number[]): StoredChunk[] {
  const edges = [0, ...cuts, BYTES.length];
  return edges.slice(0, -1).map((from, i) => ({
    n: i + 1,
    milestone: 1,
    commandId: 'c',
    ...SOURCE,
    offset: from,
    bytes: BYTES.subarray(from, edges[i + 1]),
  }));
}

const SOURCE = { mark: null, attempt: 1, undo: false, at: new Date(0) };

const textOf = (chunks: { text: string }[]) => chunks.map(({ text }) => text).join('');

describe('a character is never split', () => {
  test('wherever one cut falls', () => {
    for (let cut = 1; cut < BYTES.length; cut++) {
      const chunks = outputText(pieces(cut), new Map());
      expect(textOf(chunks)).toBe(TEXT);
      for (const { text } of chunks) expect(text).not.toContain('\ufffd');
    }
  });

  test('when each byte comes alone', () => {
    const alone = pieces(...Array.from({ length: BYTES.length - 1 }, (_, i) => i + 1));
    expect(textOf(outputText(alone, new Map()))).toBe(TEXT);
  });

  test('when the reader comes back between any two pieces', () => {
    const alone = pieces(...Array.from({ length: BYTES.length - 1 }, (_, i) => i + 1));
    for (let seen = 1; seen < alone.length; seen++) {
      const first = outputText(alone.slice(0, seen), new Map());
      const tail = carriedFrom(BYTES.subarray(Math.max(0, seen - 4), seen), seen);
      const rest = outputText(alone.slice(seen), new Map([['c', tail]]));
      expect(textOf([...first, ...rest])).toBe(TEXT);
    }
  });
});

test('offsets are those of the text that is given', () => {
  const cut = Buffer.from('Grö').length - 1;
  const [first, second] = outputText(pieces(cut), new Map());
  expect(first).toMatchObject({ offset: 0, text: 'Gr', gapBefore: 0 });
  expect(second).toMatchObject({ offset: 2, gapBefore: 0 });
  expect(second?.text.startsWith('öße')).toBe(true);
});

test('a gap is reported, and what is left of a cut character at its edges is dropped', () => {
  const euro = Buffer.from('€');
  const chunks = outputText(
    [
      {
        ...SOURCE,
        n: 1,
        milestone: 1,
        commandId: 'c',
        offset: 0,
        bytes: Buffer.concat([Buffer.from('a'), euro.subarray(0, 2)]),
      },
      {
        ...SOURCE,
        n: 9,
        milestone: 1,
        commandId: 'c',
        offset: 1003,
        bytes: Buffer.concat([euro.subarray(1), Buffer.from('b')]),
      },
    ],
    new Map(),
  );
  expect(chunks).toMatchObject([
    { n: 1, milestone: 1, offset: 0, text: 'a', gapBefore: 0 },
    { n: 9, milestone: 1, offset: 1005, text: 'b', gapBefore: 1000 },
  ]);
});

test('commands do not lend each other bytes', () => {
  const euro = Buffer.from('€');
  const chunks = outputText(
    [
      { ...SOURCE, n: 1, milestone: 1, commandId: 'a', offset: 0, bytes: euro.subarray(0, 1) },
      { ...SOURCE, n: 2, milestone: 2, commandId: 'b', offset: 0, bytes: Buffer.from('x') },
      { ...SOURCE, n: 3, milestone: 1, commandId: 'a', offset: 1, bytes: euro.subarray(1) },
    ],
    new Map(),
  );
  expect(chunks.map(({ text }) => text)).toEqual(['', 'x', '€']);
});

test('bytes that are no UTF-8 are shown as such, and the rest goes on', () => {
  const [chunk] = outputText(
    [{ ...SOURCE, n: 1, milestone: 1, commandId: 'c', offset: 0, bytes: Buffer.from([0x61, 0xff, 0x62]) }],
    new Map(),
  );
  expect(chunk?.text).toBe('a\ufffdb');
});

test('a mark lends no bytes and takes none, and says of an answer only what people may see', () => {
  const euro = Buffer.from('€');
  const piece = { ...SOURCE, milestone: 1, commandId: 'a' };
  const answer = { kind: 'failed', state: 2, phase: 'apply', exitCode: 100, other: 'not shown' };
  const chunks = outputText(
    [
      { ...piece, n: 1, offset: 0, bytes: euro.subarray(0, 1) },
      { ...piece, n: 2, offset: 1, bytes: Buffer.alloc(0), mark: { kind: 'end', answer } },
      { ...piece, n: 3, offset: 1, bytes: euro.subarray(1) },
    ],
    new Map(),
  );
  expect(chunks.map(({ text }) => text)).toEqual(['', '', '€']);
  expect(chunks[1]?.mark).toEqual({
    kind: 'end',
    outcome: 'failed',
    state: 2,
    phase: 'apply',
    exitCode: 100,
  });
});
