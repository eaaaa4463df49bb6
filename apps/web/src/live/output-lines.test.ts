import { describe, expect, it } from 'vitest';

import { bytesWords, OutputLines, plainText } from './output-lines';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Appends text as chunks of one milestone, offsets as the worker would give them. */
function assemble(pieces: string[], milestone = 1): OutputLines {
  const lines = new OutputLines();
  let offset = 0;
  pieces.forEach((text, index) => {
    lines.append({ n: index + 1, milestone, offset, text, gapBefore: 0 });
    offset += bytesOf(text);
  });
  return lines;
}

const texts = (lines: OutputLines): string[] => lines.groups.flatMap((group) => group.lines.map(plainText));

describe('OutputLines', () => {
  it('reads the same wherever the text is split', () => {
    const text = 'Fetched \u001b[32m58 MB\u001b[0m in 48s\r\n 10%\r 55%\r100%\nä done\n\nlast';
    const whole = assemble([text]);
    for (let cut = 1; cut < text.length; cut += 1) {
      const split = assemble([text.slice(0, cut), text.slice(cut)]);
      expect(split.groups, `cut at ${cut}`).toEqual(whole.groups);
    }
    expect(assemble([...text]).groups).toEqual(whole.groups);
    expect(texts(whole)).toEqual(['Fetched 58 MB in 48s', '100%', 'ä done', '', 'last']);
  });

  it('counts lines, bytes and the longest line without colours', () => {
    const lines = assemble(['\u001b[1mähm\u001b[0m\n', 'four\n', 'x']);
    expect(lines.lines).toBe(3);
    expect(lines.bytes).toBe(bytesOf('\u001b[1mähm\u001b[0m\nfour\nx'));
    expect(lines.longest).toBe(4);
  });

  it('carries colours over line ends, and forgets them at a reset', () => {
    const [first, second, third, fourth] =
      assemble(['\u001b[1m\u001b[31mone\n', 'two\n\u001b[mthree\n', 'four']).groups[0]?.lines ?? [];
    expect(first?.sgr).toBe('');
    expect(second?.sgr).toBe('\u001b[1m\u001b[31m');
    expect(third?.sgr).toBe('\u001b[1m\u001b[31m');
    expect(fourth?.sgr).toBe('');
  });

  it('keeps only the last state of a progress line', () => {
    expect(texts(assemble(['Reading 1%\rReading 50%\r', 'Reading 100%\n', 'next\r\n']))).toEqual([
      'Reading 100%',
      'next',
    ]);
  });

  it('leaves out what moves the cursor, sets titles or rings', () => {
    const noise =
      '\u001b]0;title\u0007a\u001b[2Kb\u001b[?25lc\u0007\u0008\u001b]8;;http://x\u001b\\d\u001b(B';
    expect(texts(assemble([noise]))).toEqual(['abcd']);
  });

  it('says how much was left out, and starts a new line after it', () => {
    const lines = new OutputLines();
    lines.append({ n: 1, milestone: 2, offset: 0, text: '\u001b[31mhead', gapBefore: 0 });
    lines.append({ n: 2, milestone: 2, offset: 2_000_009, text: 'tail\n', gapBefore: 2_000_000 });
    expect(texts(lines)).toEqual(['head', '2.0 MB left out here', 'tail']);
    expect(lines.groups[0]?.lines.map(({ gap }) => gap)).toEqual([false, true, false]);
    expect(lines.groups[0]?.lines[2]?.sgr).toBe('');
  });

  it("keeps a second attempt's output apart from the first's unfinished line", () => {
    const lines = new OutputLines();
    lines.append({ n: 1, milestone: 1, offset: 0, text: 'first try', gapBefore: 0 });
    lines.append({ n: 2, milestone: 1, offset: 0, text: 'second try', gapBefore: 0 });
    expect(texts(lines)).toEqual(['first try', 'second try']);
  });

  it('keeps milestones apart even when their chunks alternate', () => {
    const lines = new OutputLines();
    lines.append({ n: 1, milestone: 1, offset: 0, text: 'a', gapBefore: 0 });
    lines.append({ n: 2, milestone: 2, offset: 0, text: 'x\n', gapBefore: 0 });
    lines.append({ n: 3, milestone: 1, offset: 1, text: 'b\n', gapBefore: 0 });
    expect(lines.groups.map((group) => group.lines.map(plainText))).toEqual([['ab'], ['x']]);
  });
});

describe('bytesWords', () => {
  it.each([
    [812, '812 B'],
    [9_400, '9.4 kB'],
    [94_000, '94 kB'],
    [8_388_608, '8.4 MB'],
  ])('%i is %s', (bytes, words) => {
    expect(bytesWords(bytes)).toBe(words);
  });
});
