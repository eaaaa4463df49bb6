import { expect, test } from 'vitest';
import { ReadyFilter } from './ready-filter';

test.each([
  { what: 'nothing before', text: 'mp ready\nout\n', ready: true, shown: 'out\n', noise: '' },
  {
    what: 'a talkative shell',
    text: 'hello\nunfinishedmp ready\nout\n',
    ready: true,
    shown: 'out\n',
    noise: 'hello\nunfinished',
  },
  {
    what: 'the word again in the output',
    text: 'mp ready\nmp ready\n',
    ready: true,
    shown: 'mp ready\n',
    noise: '',
  },
  {
    what: 'a complaint and no beginning',
    text: 'sh: cannot open x\n',
    ready: false,
    shown: '',
    noise: 'sh: cannot open x',
  },
])('$what', ({ text, ready, shown, noise }) => {
  for (const length of [1, 2, 3, 5, 100]) {
    const filter = new ReadyFilter();
    let out = '';
    for (let at = 0; at < text.length; at += length)
      out += filter.push(Buffer.from(text.slice(at, at + length))).toString();
    expect({ ready: filter.ready, shown: out, noise: filter.noise }).toEqual({ ready, shown, noise });
  }
});
