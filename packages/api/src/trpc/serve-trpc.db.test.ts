import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { CLIENT_ADDRESS_HEADER } from '../http/client-address';
import { MAX_BATCH } from '../http/max-batch';
import { ENDPOINT } from './serve-trpc';
import { Browser } from '../testing/browser';
import { OWNER, webWithOwner } from '../testing/owner';
import type { WebProcess } from '../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
});
afterAll(() => web.close());

interface Asked {
  calls: number;
  address: string;
  cookie?: string;
}

/** A batch of so many reads in one request, as tRPC's client sends it. */
function batch({ calls, address, cookie = '' }: Asked): Promise<Response> {
  const paths = Array<string>(calls).fill(cookie === '' ? 'setup.status' : 'session.me');
  const url = new URL(`${ENDPOINT}/${paths.join(',')}?batch=1`, web.url);
  return web.trpc(new Request(url, { headers: { cookie, [CLIENT_ADDRESS_HEADER]: address } }));
}

/** Sends so many full batches at once. Returns a refusal, if there was one. */
async function flood(asked: Omit<Asked, 'calls'>, batches: number): Promise<Response | undefined> {
  const responses = await Promise.all(
    Array.from({ length: batches }, () => batch({ calls: MAX_BATCH, ...asked })),
  );
  return responses.find(({ status }) => status === 429);
}

const signedIn = async (): Promise<string> => {
  await web.db.rateLimit.deleteMany();
  const browser = new Browser(web);
  await browser.signIn(OWNER.email, OWNER.password);
  return browser.cookie;
};

test('a batch that is too long is refused in a sentence before anything of it runs, signed in or not', async () => {
  expect((await batch({ calls: MAX_BATCH, address: '192.0.2.1' })).status).toBe(200);
  for (const cookie of ['', await signedIn()]) {
    const refused = await batch({ calls: MAX_BATCH + 1, address: '192.0.2.1', cookie });
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({ message: 'One request calls at most 20 procedures.' });
  }
});

test('requests without a session are limited by address, with a time to retry', async () => {
  const refused = await flood({ address: '192.0.2.2' }, 10);
  expect(refused?.status).toBe(429);
  const seconds = Number(refused?.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  const answers = (await refused?.json()) as { error: { data: object } }[];
  expect(answers[0]?.error.data).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    message: `Too many requests. Try again in ${seconds} s.`,
    retryAfterSeconds: seconds,
  });
  expect((await batch({ calls: 1, address: '192.0.2.3' })).status).toBe(200);
});

test('requests with a session are limited by session, from any address', async () => {
  const [first, second] = [await signedIn(), await signedIn()];
  const addresses = ['192.0.2.4', '192.0.2.5'];
  const floods = await Promise.all(addresses.map((address) => flood({ address, cookie: first }, 50)));
  expect(floods.map((refused) => refused?.status)).toEqual([429, 429]);
  expect((await batch({ calls: MAX_BATCH, address: '192.0.2.4', cookie: second })).status).toBe(200);
});

test('a session cookie that was made up is counted by address', async () => {
  const cookieOf = (n: number) => `better-auth.session_token=guess-${n}.c2lnbmF0dXJl`;
  let status = 0;
  for (let n = 0; n < 200 && status !== 429; n++)
    ({ status } = await batch({ calls: 1, address: '192.0.2.6', cookie: cookieOf(n) }));
  expect(status).toBe(429);
});

test('a console that reloads a dozen tabs at once is not limited', async () => {
  const cookie = await signedIn();
  const tabs = await Promise.all(
    Array.from({ length: 12 }, () => batch({ calls: 15, address: '192.0.2.7', cookie })),
  );
  expect(tabs.map(({ status }) => status)).toEqual(Array(12).fill(200));
});
