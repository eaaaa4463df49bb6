import { createHook } from 'node:async_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { Browser } from '../testing/browser';
import { OWNER, webWithOwner } from '../testing/owner';
import { webProcess } from '../testing/web-process';
import type { WebProcess } from '../testing/web-process';

/** Tests that sign in some forty times: each hashes a password. */
const MANY = { timeout: 120_000 };
const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;

let web: WebProcess;
beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
});
beforeEach(async () => {
  await web.db.signInFailure.deleteMany();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => web.close());

let strangers = 0;

/** A browser that was never here, at an address of its own unless one is given. */
function stranger(address = `198.51.${100 + (++strangers >> 8)}.${strangers & 255}`): Browser {
  const browser = new Browser(web);
  browser.address = address;
  return browser;
}

const status = async (browser: Browser, email = OWNER.email, password = 'not the password') =>
  (await browser.signIn(email, password)).status;

/** Strangers, each from an address of his own, until the account refuses them. */
async function expectAttackLimited(): Promise<void> {
  for (let n = 0; n < 20; n++) expect(await status(stranger())).toBe(401);
  expect(await status(stranger())).toBe(429);
}

/** The owner's own browser: it has signed in before. */
async function ownBrowser(): Promise<Browser> {
  const browser = stranger();
  expect(await status(browser, OWNER.email, OWNER.password)).toBe(200);
  await browser.signOut();
  return browser;
}

function moveClock(byMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + byMs });
}

describe('failed sign-ins', MANY, () => {
  test('from one address to one account are refused after five, in a sentence with the time to wait', async () => {
    const browser = stranger();
    for (let n = 0; n < 5; n++) expect(await status(browser)).toBe(401);
    const { status: refused, body, headers } = await browser.signIn(OWNER.email, OWNER.password);
    expect(refused).toBe(429);
    expect(body).toMatchObject({
      message: expect.stringMatching(/^Too many failed attempts\. Try again in \d+s\.$/) as string,
    });
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(30);
  });

  test('to an account that does not exist get the same answers', async () => {
    const answers = async (email: string) => {
      const browser = stranger();
      const all = [];
      for (let n = 0; n < 6; n++) all.push(await browser.signIn(email, 'not the password'));
      return all.map(({ status, body }) => [status, JSON.stringify(body).replace(/\d+ s/, 'n s')]);
    };
    expect(await answers('nobody@example.com')).toEqual(await answers(OWNER.email));
  });

  test('are counted by the address of the socket, whatever address the client names', async () => {
    for (let n = 0; n <= 20; n++) {
      const browser = stranger('203.0.113.5');
      browser.forwardedFor = `10.0.0.${n}`;
      expect(await status(browser, `person-${n}@example.com`)).toBe(n < 20 ? 401 : 429);
    }
  });

  test('from one IPv6 network count together', async () => {
    for (let n = 0; n <= 20; n++)
      expect(await status(stranger(`2001:db8::${n}`), `six-${n}@example.com`)).toBe(n < 20 ? 401 : 429);
  });

  test('clients behind a trusted proxy are counted separately', async () => {
    const behind = await webProcess({ databaseUrl: inject('databaseUrl'), trustedProxies: ['10.0.0.0/8'] });
    const from = (client: string, n: number) => {
      const browser = new Browser(behind);
      browser.address = '10.0.0.1';
      browser.forwardedFor = `192.0.2.${n}, ${client}`;
      return status(browser, `person-${n}@example.com`);
    };
    for (let n = 0; n <= 20; n++) expect(await from('203.0.113.6', n)).toBe(n < 20 ? 401 : 429);
    expect(await from('203.0.113.7', 21)).toBe(401);
    await behind.close();
  });

  test('to one account still count after better-auth has deleted its own counts', async () => {
    await expectAttackLimited();
    await stranger('203.0.113.8').signOut();
    moveClock(61 * SECOND);
    await stranger('203.0.113.8').signOut();
    expect(await web.db.rateLimit.count({ where: { lastRequest: { lt: Date.now() - 60 * SECOND } } })).toBe(
      0,
    );
    expect(await status(stranger())).toBe(401);
    expect(await status(stranger())).toBe(429);
  });

  test('are forgotten an hour after the last one', async () => {
    await expectAttackLimited();
    moveClock(HOUR + SECOND);
    await expectAttackLimited();
  });
});

describe('during an attack on an account', MANY, () => {
  test('its owner signs in from a browser that has signed in before, also from an attacker’s address', async () => {
    const own = await ownBrowser();
    await expectAttackLimited();
    for (let n = 0; n < 21; n++) await status(stranger('203.0.113.9'), `person-${n}@example.com`);
    own.address = '203.0.113.9';
    expect(await status(own, OWNER.email, OWNER.password)).toBe(200);
  });

  test('a browser that has signed in before has a limit of its own', async () => {
    const own = await ownBrowser();
    for (let n = 0; n < 10; n++) expect(await status(own)).toBe(401);
    expect(await status(own, OWNER.email, OWNER.password)).toBe(429);
    expect(await status(stranger(), OWNER.email, OWNER.password)).toBe(200);
  });

  test('the cookie of another account helps nobody', async () => {
    const own = await ownBrowser();
    const other = stranger();
    other.cookie = own.cookie;
    for (let n = 0; n <= 5; n++) expect(await status(other, 'grace@example.com')).toBe(n < 5 ? 401 : 429);
  });
});

/** How many hashes run at once, as Node sees it. */
function countHashes() {
  const running = new Set<number>();
  let most = 0;
  const hook = createHook({
    init: (id, type) => {
      if (type !== 'SCRYPTREQUEST') return;
      running.add(id);
      most = Math.max(most, running.size);
    },
    before: (id) => running.delete(id),
  }).enable();
  return { most: () => most, stop: () => hook.disable() };
}

test(
  'however many sign in at once, two passwords are hashed at a time, and the owner’s browser goes first',
  MANY,
  async () => {
    const own = await ownBrowser();
    const hashes = countHashes();
    const flood = Array.from({ length: 80 }, (_, n) => status(stranger(), `person-${n}@example.com`));
    const answers = Promise.all(flood);
    expect(await status(own, OWNER.email, OWNER.password)).toBe(200);
    const statuses = await answers;
    hashes.stop();
    expect(hashes.most()).toBe(2);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
  },
);

test('signing in tells scripts no token', async () => {
  const { body } = await stranger().signIn(OWNER.email, OWNER.password);
  expect(body).toEqual({ signedIn: true });
});
