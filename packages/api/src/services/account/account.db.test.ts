import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { Browser } from '../../testing/browser';
import { OWNER, webWithOwner } from '../../testing/owner';
import { readMessages } from '../../testing/sse';
import type { WebProcess } from '../../testing/web-process';

const NEW_PASSWORD = 'one that is new and long';

let web: WebProcess;
beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
});
beforeEach(async () => {
  await web.db.signInFailure.deleteMany();
});
afterAll(() => web.close());

async function signedIn(password = OWNER.password): Promise<Browser> {
  const browser = new Browser(web);
  expect((await browser.signIn(OWNER.email, password)).status).toBe(200);
  return browser;
}

const change = (browser: Browser, currentPassword: string, newPassword = NEW_PASSWORD) =>
  browser.call('account.changePassword', { currentPassword, newPassword });

const problem = (data: object) => ({ error: { data } });

test('a person of any role changes their own name', async () => {
  const browser = await signedIn();
  await web.db.user.updateMany({ data: { role: 'viewer' } });
  expect((await browser.call('account.changeName', { name: '  Ada Lovelace ' })).status).toBe(200);
  await web.db.user.updateMany({ data: { role: 'owner' } });
  expect(await web.db.user.findFirstOrThrow()).toMatchObject({ name: 'Ada Lovelace', role: 'owner' });
  const { body } = await browser.call('account.changeName', { name: 'x'.repeat(101) });
  expect(body).toMatchObject(problem({ fields: { name: 'A name has at most 100 characters.' } }));
});

describe('changing the password', () => {
  test('ends all other sessions with their streams at once, and keeps this one', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const messages = readMessages(await other.stream({ watch: {} }, new AbortController().signal));
    await messages.next();
    const rest = (async () => {
      let all = '';
      for await (const { data } of messages) all += data;
      return all;
    })();
    expect((await change(browser, OWNER.password)).status).toBe(200);
    expect(await rest).toContain('UNAUTHORIZED');
    expect((await other.call('session.me')).status).toBe(401);
    expect((await browser.call('session.me')).status).toBe(200);
    expect((await new Browser(web).signIn(OWNER.email, OWNER.password)).status).toBe(401);
    expect((await change(await signedIn(NEW_PASSWORD), NEW_PASSWORD, OWNER.password)).status).toBe(200);
  });

  test('needs the current password, and says so at its field', async () => {
    const browser = await signedIn();
    const { status, body } = await change(browser, 'not the password');
    expect(status).toBe(400);
    const sentence = 'The current password is wrong.';
    expect(body).toMatchObject(problem({ message: sentence, fields: { currentPassword: sentence } }));
    await signedIn();
  });

  test('is refused for a while after ten wrong passwords: a stolen session must not guess', async () => {
    const browser = await signedIn();
    for (let n = 0; n < 10; n++) expect((await change(browser, `wrong ${n}`)).status).toBe(400);
    const { status, body } = await change(browser, OWNER.password);
    expect(status).toBe(429);
    expect(body).toMatchObject(
      problem({
        message: expect.stringMatching(/^Too many failed attempts\. Try again in \d+s\.$/) as string,
      }),
    );
  });
});
