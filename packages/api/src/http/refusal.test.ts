import { expect, test } from 'vitest';
import { refusal } from './refusal';

const URL_OF_CONSOLE = new URL('http://localhost:3000');
const post = (headers: Record<string, string>) =>
  refusal(URL_OF_CONSOLE, new Request(URL_OF_CONSOLE, { method: 'POST', headers, body: '{}' }))?.status ??
  null;

test.each([
  [{ 'content-length': '2' }, null],
  [{ 'content-length': String(1024 * 1024) }, null],
  [{ 'content-length': String(1024 * 1024 + 1) }, 413],
  [{}, null],
  [{ 'transfer-encoding': 'chunked' }, 411],
  [{ 'content-length': '2', origin: 'https://evil.example' }, 403],
])('%j is answered with %s', (headers, status) => {
  expect(post(headers as Record<string, string>)).toBe(status);
});

test('what only reads is let through', () => {
  const read = new Request(URL_OF_CONSOLE, { headers: { origin: 'https://evil.example' } });
  expect(refusal(URL_OF_CONSOLE, read)).toBeNull();
});
