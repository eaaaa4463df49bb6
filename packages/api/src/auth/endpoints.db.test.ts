import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Browser } from '../testing/browser';
import { OWNER, webWithOwner } from '../testing/owner';
import type { WebProcess } from '../testing/web-process';
import { serveAuth } from './serve-auth';

let web: WebProcess;
beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
});
afterAll(() => web.close());

/** The endpoints of better-auth that exist: a change here is a decision. */
const SERVED = ['POST /sign-in/email', 'POST /sign-out'];

interface Endpoint {
  path?: string;
  options?: { method?: string | string[] };
}

test('only the endpoints of better-auth that are in use exist', async () => {
  const owner = new Browser(web);
  await owner.signIn(OWNER.email, OWNER.password);
  const known = Object.values(web.auth.api as unknown as Record<string, Endpoint>).flatMap(
    ({ path, options }) => [options?.method ?? 'GET'].flat().map((method) => `${method} ${path}`),
  );
  expect(known.length).toBeGreaterThan(20);
  expect(known).toEqual(expect.arrayContaining(SERVED));
  const served = [];
  for (const endpoint of [...new Set(known)].sort()) {
    const [method = '', path = ''] = endpoint.split(' ');
    const headers = { cookie: owner.cookie, origin: web.url.origin, 'content-type': 'application/json' };
    const request = new Request(new URL(`/api/auth${path}`, web.url), { method, headers });
    const { status } = await serveAuth(web.dependencies, request);
    if (status !== 404) served.push(endpoint);
  }
  expect(served).toEqual(SERVED);
});

const LONG = 'x'.repeat(200);

test.each([
  ['not JSON', '{'],
  ['no body', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['no fields', '{}'],
  ['numbers', '{"email":1,"password":2}'],
  ['objects', '{"email":{"a":1},"password":["b"]}'],
  ['a NUL in the email', String.raw`{"email":"a\u0000@example.com","password":"x"}`],
  ['a NUL in the password', String.raw`{"email":"ada@example.com","password":"x\u0000"}`],
  ['half a surrogate pair in the email', String.raw`{"email":"a\ud800@example.com","password":"x"}`],
  ['half a surrogate pair in the password', String.raw`{"email":"ada@example.com","password":"\udc00"}`],
  ['a long email', JSON.stringify({ email: `${LONG}${LONG}@example.com`, password: 'x' })],
  ['a long password', JSON.stringify({ email: OWNER.email, password: LONG })],
])('signing in with %s is answered with a sentence', async (_, text) => {
  const { status, body } = await new Browser(web).authText('/sign-in/email', text);
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringMatching(/\.$/) as string });
});

test('signing out does not depend on a body', async () => {
  const browser = new Browser(web);
  for (const text of ['{', 'null', String.raw`{"a":"\u0000"}`]) {
    await browser.signIn(OWNER.email, OWNER.password);
    expect((await browser.authText('/sign-out', text)).status).toBe(200);
    expect((await browser.call('session.me')).status).toBe(401);
  }
});
