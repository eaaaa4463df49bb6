import { expect, test } from 'vitest';
import { rejectBatch, rejectRequest } from './request-guard';

const URL_OF_CONSOLE = new URL('http://localhost:3000');
const post = (headers: Record<string, string>) =>
  rejectRequest(URL_OF_CONSOLE, new Request(URL_OF_CONSOLE, { method: 'POST', headers, body: '{}' }))
    ?.status ?? null;

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
  expect(rejectRequest(URL_OF_CONSOLE, read)).toBeNull();
});

test.each([
  ['/api/trpc/setup.status?batch=1', null],
  [`/api/trpc/${Array(20).fill('setup.status').join(',')}?batch=1`, null],
  [`/api/trpc/${Array(21).fill('setup.status').join(',')}?batch=1`, 413],
  [`/api/trpc/${Array(21).fill('setup.status').join('%2C')}?batch=1`, 413],
  ['/api/trpc/setup.status?input=,,,,,,,,,,,,,,,,,,,,,,,,', null],
])('a batch is refused by the number of its procedures: %s', (path, status) => {
  expect(rejectBatch(new Request(new URL(path, URL_OF_CONSOLE)))?.status ?? null).toBe(status);
});
