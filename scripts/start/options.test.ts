import { describe, expect, test } from 'vitest';
import { Problem } from '../services/problem';
import { HELP, parseOptions } from './options';

test('the defaults', () => {
  expect(parseOptions([], {})).toEqual({
    help: false,
    host: '127.0.0.1',
    port: 4400,
    url: undefined,
    dataDirectory: undefined,
    practice: true,
    temporalPort: 4403,
    uiPort: 4408,
    postgresPort: 4432,
  });
});

test('every option', () => {
  const line =
    '--host ::1 --port 1 --url https://m.example.com/ --data-dir d --no-practice --temporal-port 2 --ui-port 3 --postgres-port 4';
  expect(parseOptions(line.split(' '), {})).toMatchObject({
    ...{ host: '::1', port: 1, url: 'https://m.example.com', dataDirectory: 'd', practice: false },
    ...{ temporalPort: 2, uiPort: 3, postgresPort: 4 },
  });
});

test('the environment is second to the command line', () => {
  const env = { MILEPOST_DATA_DIR: 'from-env', MILEPOST_URL: 'https://env.example.com' };
  expect(parseOptions([], env)).toMatchObject({ dataDirectory: 'from-env', url: 'https://env.example.com' });
  expect(parseOptions(['--data-dir', 'mine'], env).dataDirectory).toBe('mine');
});

test('the help names every option', () => {
  for (const option of ['port', 'host', 'url', 'data-dir', 'temporal-port', 'ui-port', 'postgres-port']) {
    expect(HELP).toContain(`--${option} <`);
  }
  expect(HELP).toContain('--no-practice');
});

describe('one sentence for what is not understood', () => {
  test.each([
    ['--prot 1', /^Unknown option '--prot': /],
    ['--port', /^Option '--port <value>' argument missing: /],
    ['--port 70000', '--port takes a number from 1 to 65535, and "70000" is not one.'],
    ['--ui-port x', '--ui-port takes a number from 1 to 65535, and "x" is not one.'],
    ['--url milepost.example.com', /^The console's address "milepost.example.com" is not one like /],
    ['here', /^Unexpected argument 'here'/],
  ])('%s', (line, sentence) => {
    const parse = () => parseOptions(line.split(' '), {});
    expect(parse).toThrow(Problem);
    expect(parse).toThrow(sentence);
    expect(parse).not.toThrow(/\n/);
  });
});
