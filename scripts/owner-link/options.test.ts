import { expect, test } from 'vitest';
import { parseOptions } from './options';

test('options come from the command line, then from the environment', () => {
  const env = { MILEPOST_DATA_DIR: '/data', MILEPOST_URL: 'https://milepost.example' };
  const nothing = { help: false, recover: false, email: undefined };
  expect(parseOptions([], env)).toEqual({ ...nothing, dataDirectory: '/data', url: env.MILEPOST_URL });
  expect(parseOptions([], { MILEPOST_DATA_DIR: '' })).toEqual({
    ...nothing,
    dataDirectory: undefined,
    url: undefined,
  });
  const args = ['--recover', '--email', 'ada@example.com', '--data-dir', '/other', '--url', 'http://m:1'];
  expect(parseOptions(args, env)).toEqual({
    ...{ help: false, recover: true, email: 'ada@example.com' },
    ...{ dataDirectory: '/other', url: 'http://m:1' },
  });
});

test.each([
  [['--forgotten'], /^Unknown option '--forgotten'.*"npm run owner-link -- --help" lists the options\.$/],
  [['--email', 'ada@example.com'], /^--email chooses the owner for --recover: give both\.$/],
])('%j is refused in a sentence', (args, sentence) => {
  expect(() => parseOptions(args, {})).toThrow(sentence);
});
