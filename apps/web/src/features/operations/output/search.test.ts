import { describe, expect, it } from 'vitest';

import { matchesIn, OutputSearch } from './search';

const line = (text: string) => ({ text, sgr: '', gap: false, step: null, offset: 0, at: '' });
const group = (milestone: number, ...texts: string[]) => ({
  ...{ command: `of ${milestone}`, milestone, attempt: 1, undo: false, at: '' },
  lines: texts.map(line),
});
const brief = (search: OutputSearch) =>
  search.matches.map(({ group: g, line, start }) => `${g}.${line}@${start}`);

describe('OutputSearch', () => {
  it('finds every place in either case, and takes the text literally', () => {
    const search = new OutputSearch('a.b[');
    search.extend([group(1, 'A.b[ a.b[', 'aXb['), group(2, '--a.B[')]);
    expect(brief(search)).toEqual(['0.0@0', '0.0@5', '1.0@2']);
  });

  it('looks through colors', () => {
    const search = new OutputSearch('redis-server');
    search.extend([group(1, '\u001b[1mredis\u001b[0m-server')]);
    expect(brief(search)).toEqual(['0.0@0']);
  });

  it('keeps its results in order while output grows, also in an earlier group and in an unfinished line', () => {
    const search = new OutputSearch('x');
    const [first, second] = [group(1, 'x', ''), group(2, 'x')];
    search.extend([first, second]);
    expect(brief(search)).toEqual(['0.0@0', '1.0@0']);

    first.lines[1] = line('xx');
    first.lines.push(line('-x'));
    second.lines.push(line('x'));
    search.extend([first, second]);
    expect(brief(search)).toEqual(['0.0@0', '0.1@0', '0.1@1', '0.2@1', '1.0@0', '1.1@0']);
  });
});

describe('matchesIn', () => {
  it('gives the results of one line', () => {
    const search = new OutputSearch('x');
    search.extend([group(1, 'x', 'axbx', 'x'), group(2, 'x')]);
    expect(matchesIn(search.matches, 0, 1).map(({ start }) => start)).toEqual([1, 3]);
    expect(matchesIn(search.matches, 1, 0)).toHaveLength(1);
    expect(matchesIn(search.matches, 1, 5)).toEqual([]);
  });
});
