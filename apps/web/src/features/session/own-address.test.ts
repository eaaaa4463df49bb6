import { expect, test } from 'vitest';
import { ownAddress } from './own-address';

const ORIGIN = 'https://milepost.example';

test.each([
  '/\t/evil.example/sign-in',
  '/\n/evil.example',
  '/\r/evil.example',
  '\t//evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  '//milepost.example@evil.example/',
  'https://milepost.example@evil.example/',
  'https://evil.example/',
  'http://milepost.example/',
  'https://milepost.example:8443/',
  'http://[',
])('after signing in, %j leads to the first page', (next) => {
  expect(ownAddress(next, ORIGIN)).toBe(`${ORIGIN}/`);
});

test.each([
  [null, '/'],
  ['', '/'],
  ['/operations', '/operations'],
  ['/operations?status=failed&q=a%20b#last', '/operations?status=failed&q=a%20b#last'],
  ['/servers/1?from=//evil.example', '/servers/1?from=//evil.example'],
  ['/@evil.example', '/@evil.example'],
  ['/.//evil.example', '//evil.example'],
  [`${ORIGIN}/servers`, '/servers'],
])('after signing in, %j leads to %s of this console', (next, path) => {
  expect(ownAddress(next, ORIGIN)).toBe(ORIGIN + path);
});
