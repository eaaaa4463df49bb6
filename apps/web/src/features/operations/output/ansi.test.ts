import { describe, expect, it } from 'vitest';

import { LONGEST_SHOWN, paintLine } from './ansi';

const line = (text: string, sgr = '') => ({ text, sgr, gap: false, step: null, offset: 0, at: '' });
const brief = (text: string, sgr = '') =>
  paintLine(line(text, sgr)).map(({ text: of, className }) => (className === '' ? of : `${of}:${className}`));

describe('paintLine', () => {
  it.each([
    ['plain', ['plain']],
    ['\u001b[31mred\u001b[0m plain', ['red:a-red', ' plain']],
    ['\u001b[1;92mbold bright\u001b[22m', ['bold bright:a-green a-bold']],
    ['\u001b[90mgray', ['gray:a-dim']],
    ['\u001b[97mwhite is text', ['white is text']],
    ['\u001b[38;5;208morange folds to yellow or red', ['orange folds to yellow or red:a-yellow']],
    ['\u001b[38;5;244mgray of 256', ['gray of 256:a-dim']],
    ['\u001b[38;2;10;20;200mtrue blue', ['true blue:a-blue']],
  ])('%j', (text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('starts with the colors that were in force', () => {
    expect(brief('still\u001b[0m not', '\u001b[33m')).toEqual(['still:a-yellow', ' not']);
  });

  it('cuts spans at search results, over changes of color too', () => {
    const spans = paintLine(line('in\u001b[31mstall\u001b[0m it'), [{ start: 1, end: 4, current: true }]);
    expect(spans.map(({ text, match, className }) => [text, match, className])).toEqual([
      ['i', 'none', ''],
      ['n', 'current', ''],
      ['st', 'current', 'a-red'],
      ['all', 'none', 'a-red'],
      [' it', 'none', ''],
    ]);
  });

  it('does not paint more of a line than anybody reads', () => {
    const [span] = paintLine(line('x'.repeat(1_000_000)));
    expect(span?.text).toHaveLength(LONGEST_SHOWN);
  });
});
