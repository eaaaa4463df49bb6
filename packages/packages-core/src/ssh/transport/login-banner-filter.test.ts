import { expect, test } from 'vitest';
import { TEXT_BYTES } from '../bounds/bounded-bytes';
import { ProtocolViolation } from '../bounds/protocol-violation';
import { LoginBannerFilter } from './login-banner-filter';

test.each([
  { what: 'nothing before', text: 'mp ready\nout\n', ready: true, shown: 'out\n', noise: '', from: null },
  {
    what: 'a talkative shell',
    text: 'hello\nunfinishedmp ready\nout\n',
    ready: true,
    shown: 'out\n',
    noise: 'hello\nunfinished',
    from: null,
  },
  {
    what: 'the word again in the output',
    text: 'mp ready\nmp ready\n',
    ready: true,
    shown: 'mp ready\n',
    noise: '',
    from: null,
  },
  {
    what: 'output that does not begin at its beginning',
    text: 'motd\nmp ready 4194304\nmp ready 7\n',
    ready: true,
    shown: 'mp ready 7\n',
    noise: 'motd',
    from: 4194304,
  },
  {
    what: 'a complaint and no beginning',
    text: 'sh: cannot open x\n',
    ready: false,
    shown: '',
    noise: 'sh: cannot open x',
    from: null,
  },
])('$what', ({ text, ready, shown, noise, from }) => {
  for (const length of [1, 2, 3, 5, 100]) {
    const filter = new LoginBannerFilter();
    let out = '';
    for (let at = 0; at < text.length; at += length)
      out += filter.push(Buffer.from(text.slice(at, at + length))).toString();
    expect({ ready: filter.ready, shown: out, noise: filter.preamble, from: filter.outputOffset }).toEqual({
      ...{ ready, shown, noise, from },
    });
  }
});

test.each([1, 1_000, 100_000])(
  'what comes before the beginning is read up to a limit, %i bytes at a time',
  (size) => {
    const filter = new LoginBannerFilter();
    const chunk = Buffer.alloc(size, 'x');
    expect(() => {
      for (let read = 0; read <= TEXT_BYTES; read += size) filter.push(chunk);
    }).toThrow(ProtocolViolation);
  },
);

test('an offset that no number holds is no beginning', () => {
  const filter = new LoginBannerFilter();
  filter.push(Buffer.from('mp ready 99999999999999999999\n'));
  expect(filter.ready).toBe(false);
});
