import { expect, test } from 'vitest';
import { createDeviceCookies } from './device-cookies';

const SECRET = 'a secret of more than thirty-two characters';
const url = new URL('https://milepost.example');
const cookies = createDeviceCookies({ secret: SECRET, url });
const issued = cookies.issue('Ada@example.com').split(';')[0] ?? '';
const read = (cookie: string, email = 'ada@example.com', by = cookies) =>
  by.read({ headers: new Headers({ cookie }) }, email);

test('a device cookie is known for its account, among other cookies', () => {
  expect(read(`a=b; ${issued}; c=d`)).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ['of another account', issued, 'eve@example.com'],
  ['with another device', issued.replace(/=./, (start) => (start === '=0' ? '=1' : '=0')), 'ada@example.com'],
  ['with another signature', issued.replace(/.$/, (end) => (end === '0' ? '1' : '0')), 'ada@example.com'],
  ['that is rubbish', '__Secure-milepost.device=rubbish', 'ada@example.com'],
  ['that is missing', '', 'ada@example.com'],
])('a device cookie %s counts for nothing', (_, cookie, email) => {
  expect(read(cookie, email)).toBeNull();
});

test('a device cookie signed with another secret counts for nothing', () => {
  const others = createDeviceCookies({ secret: SECRET.toUpperCase(), url });
  expect(read(issued, 'ada@example.com', others)).toBeNull();
});

test('scripts cannot read a device cookie, and over https it is secure', () => {
  expect(cookies.issue('ada@example.com')).toMatch(/^__Secure-.*; HttpOnly; SameSite=Lax; Secure$/);
});
