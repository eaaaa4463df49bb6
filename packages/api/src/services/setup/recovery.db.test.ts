import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { Browser } from '../../testing/browser';
import { readMessages } from '../../testing/sse';
import { OWNER } from '../../testing/owner';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import { createOwnerLink } from './create-owner-link';
import { makeOwnerLink } from './make-owner-link';

const NEW_PASSWORD = 'a new one for the owner';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
beforeEach(async () => {
  await web.db.user.deleteMany();
  await web.db.signInFailure.deleteMany();
  await addOwner(OWNER.email);
});
afterAll(() => web.close());

interface Invited {
  result: { data: { link: string } };
}

/** By the first owner's link; further ones by an invitation. */
async function addOwner(email: string): Promise<void> {
  const account = { name: 'Ada', email, password: OWNER.password };
  const link = await createOwnerLink(web.db);
  if (link) return void (await web.as(null).setup.createOwner({ token: link.token, ...account }));
  const owner = new Browser(web);
  await owner.signIn(OWNER.email, OWNER.password);
  const { body } = await owner.call('people.invite', { role: 'owner', email });
  const { link: invitation } = (body as Invited).result.data;
  await web.as(null).people.join({ token: tokenOf(invitation), ...account });
}

const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '');
const url = 'http://127.0.0.1:4400';

async function recoveryToken(email?: string): Promise<string> {
  const made = await makeOwnerLink(web.db, { recover: true, email, url });
  if ('problem' in made) throw new Error(made.problem);
  expect(made.link).toMatch(/^http:\/\/127\.0\.0\.1:4400\/recover#token=[\w-]{43}$/);
  return tokenOf(made.link);
}

const recover = (token: string) => web.as(null).setup.recover({ token, password: NEW_PASSWORD });
const check = (token: string) => web.as(null).setup.checkRecoveryLink({ token });
const noLonger = {
  code: 'FORBIDDEN',
  message: expect.stringMatching(/^This link is no longer valid\./) as string,
};

test('a recovery link sets a new password, and ends the owner’s sessions and streams', async () => {
  const browser = new Browser(web);
  await browser.signIn(OWNER.email, OWNER.password);
  const messages = readMessages(await browser.stream({ watch: {} }, new AbortController().signal));
  await messages.next();
  const rest = (async () => {
    let all = '';
    for await (const { data } of messages) all += data;
    return all;
  })();
  expect(await recover(await recoveryToken())).toEqual({ email: OWNER.email });
  expect(await rest).toContain('UNAUTHORIZED');
  expect((await browser.call('session.me')).status).toBe(401);
  expect((await new Browser(web).signIn(OWNER.email, OWNER.password)).status).toBe(401);
  expect((await new Browser(web).signIn(OWNER.email, NEW_PASSWORD)).status).toBe(200);
});

test('a recovery link works once, and does not lie in the database as it is', async () => {
  const token = await recoveryToken();
  expect(JSON.stringify(await web.db.recoveryLink.findMany())).not.toContain(token);
  const presses = await Promise.allSettled([recover(token), recover(token), recover(token)]);
  expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(recover(token)).rejects.toMatchObject(noLonger);
});

test('the page of a recovery link learns whose password it sets, and whether it still works, without using it up', async () => {
  const token = await recoveryToken();
  expect(await check(token)).toEqual({ email: OWNER.email });
  expect(await check(token)).toEqual({ email: OWNER.email });
  await recover(token);
  await expect(check(token)).rejects.toMatchObject(noLonger);
});

test('a recovery link that is unknown, expired or replaced is refused, and so is one of a former owner', async () => {
  await expect(recover('guessed')).rejects.toMatchObject(noLonger);
  await expect(check('guessed')).rejects.toMatchObject(noLonger);
  const first = await recoveryToken();
  const second = await recoveryToken();
  await expect(recover(first)).rejects.toMatchObject(noLonger);
  await web.db.recoveryLink.updateMany({ data: { expiresAt: new Date(0) } });
  await expect(recover(second)).rejects.toMatchObject(noLonger);
  const third = await recoveryToken();
  await web.db.user.updateMany({ data: { role: 'operator' } });
  await expect(recover(third)).rejects.toMatchObject(noLonger);
});

test('one of several owners is chosen by email, and the others keep their passwords', async () => {
  await addOwner('grace@example.com');
  expect(await makeOwnerLink(web.db, { recover: true, url })).toEqual({
    problem:
      'There are several owners: choose one with --email. The owners are: ada@example.com, grace@example.com.',
  });
  expect(await makeOwnerLink(web.db, { recover: true, email: 'eve@example.com', url })).toEqual({
    problem: 'No owner has the email eve@example.com. The owners are: ada@example.com, grace@example.com.',
  });
  await recover(await recoveryToken('Grace@example.com'));
  expect((await new Browser(web).signIn('grace@example.com', NEW_PASSWORD)).status).toBe(200);
  expect((await new Browser(web).signIn(OWNER.email, OWNER.password)).status).toBe(200);
});

test('the link that creates the owner is made only while there is none, the recovery link only afterwards', async () => {
  expect(await makeOwnerLink(web.db, { recover: false, url })).toEqual({
    problem: 'An owner already exists. Add --recover if the owner forgot the password.',
  });
  await web.db.user.deleteMany();
  expect(await makeOwnerLink(web.db, { recover: true, url })).toEqual({
    problem: 'There is no owner yet: run this command without --recover to create one.',
  });
  expect(await makeOwnerLink(web.db, { recover: false, url: `${url}/` })).toMatchObject({
    link: expect.stringContaining(`${url}/setup#token=`) as string,
  });
});
