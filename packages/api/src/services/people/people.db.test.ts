import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Browser } from '../../testing/browser';
import { readMessages } from '../../testing/sse';
import { ADA, webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import type { Notifications } from '../../views/people-views';
import type { Role } from '../../views/views';

const PASSWORD = 'correct horse battery';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
  const { id, name, email } = ADA;
  await web.db.user.create({ data: { id, name, email, role: 'owner' } });
});
afterAll(() => web.close());

const owner = () => web.as('owner').people;
const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '');

/** Somebody who came by an invitation, signed in. */
async function joined(name: string, role: Role): Promise<{ id: string; browser: Browser }> {
  const email = `${name}@example.com`;
  const { link } = await owner().invite({ role, email });
  const { id } = await web.as(null).people.join({ token: tokenOf(link), name, email, password: PASSWORD });
  const browser = new Browser(web);
  await web.db.rateLimit.deleteMany();
  expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  return { id, browser };
}

const REFUSED = {
  message: 'This invitation is no longer valid. Ask an owner of this console for a new one.',
  code: 'FORBIDDEN',
};
const HOUR_MS = 60 * 60 * 1000;

const join = (link: string, email: string) =>
  web.as(null).people.join({ token: tokenOf(link), name: 'Grace', email, password: PASSWORD });
const check = (link: string) => web.as(null).people.checkInvitation({ token: tokenOf(link) });

/** Neither the page nor the form accepts it any more. */
async function expectVoid(link: string, email: string): Promise<void> {
  await expect(check(link)).rejects.toMatchObject(REFUSED);
  await expect(join(link, email)).rejects.toMatchObject(REFUSED);
}

test('everybody who is signed in sees people by name', async () => {
  expect(await web.as('viewer').people.names()).toContainEqual({ name: 'Ada', email: ADA.email });
});

test('an invitation gives its role to one person, and its token is not stored', async () => {
  const { link } = await owner().invite({ role: 'viewer', email: 'grace@example.com' });
  expect(JSON.stringify(await web.db.invitation.findMany())).not.toContain(tokenOf(link));
  expect(await check(link)).toEqual({ email: 'grace@example.com', role: 'viewer', invitedBy: 'Ada' });
  const presses = [join(link, 'grace@example.com'), join(link, 'grace@example.com')];
  const settled = await Promise.allSettled(presses);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await web.db.user.count({ where: { role: 'viewer' } })).toBe(1);
  expect((await owner().list()).invitations).toEqual([]);
  await expectVoid(link, 'grace@example.com');
});

test('an invitation that is unknown, expired or revoked is refused in a sentence', async () => {
  const email = 'eve@example.com';
  await expectVoid('http://localhost/join?token=guessed', email);

  const late = await owner().invite({ role: 'operator', email });
  await web.db.invitation.updateMany({ where: { usedAt: null }, data: { expiresAt: new Date(0) } });
  await expectVoid(late.link, email);

  const revoked = await owner().invite({ role: 'operator', email });
  const [invitation] = (await owner().list()).invitations;
  await owner().revokeInvitation({ invitationId: invitation?.id ?? '' });
  await expectVoid(revoked.link, email);

  const replaced = await owner().invite({ role: 'operator', email });
  await owner().invite({ role: 'viewer', email });
  await expectVoid(replaced.link, email);
});

test('only the invited address can join, however it is written', async () => {
  const { link } = await owner().invite({ role: 'viewer', email: 'Hedy@Example.com' });
  await expect(join(link, 'mallory@example.com')).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: 'This invitation is for another email address.',
  });
  expect(await join(link, 'HEDY@example.COM')).toMatchObject({ email: 'hedy@example.com', role: 'viewer' });
  await expect(owner().invite({ role: 'owner', email: 'hedy@example.com' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This address already has an account.',
  });
});

test('an invitation to be an owner is valid for 24 hours, any other for 7 days', async () => {
  for (const [role, hours] of [
    ['owner', 24],
    ['operator', 7 * 24],
    ['viewer', 7 * 24],
  ] as const) {
    const before = Date.now();
    const { expiresAt } = await owner().invite({ role, email: `${role}-to-be@example.com` });
    const validMs = new Date(expiresAt).getTime() - before;
    expect(validMs / HOUR_MS).toBeCloseTo(hours, 1);
  }
});

describe('an invitation ends with its creator', () => {
  /** An invitation to be an owner, by another owner. */
  async function invitedBy(name: string) {
    const { id, browser } = await joined(name, 'owner');
    const email = `${name}-again@example.com`;
    const { status, body } = await browser.call('people.invite', { role: 'owner', email });
    expect(status).toBe(200);
    const { link } = (body as { result: { data: { link: string } } }).result.data;
    expect(await check(link)).toMatchObject({ role: 'owner' });
    return { id, link, email };
  }

  test('an invitation ends when its creator is removed', async () => {
    const { id, link, email } = await invitedBy('rosa');
    await owner().remove({ userId: id });
    await expectVoid(link, email);
    expect(await web.db.user.count({ where: { email } })).toBe(0);
  });

  test('an invitation ends when its creator is no longer an owner, and does not return with the role', async () => {
    const { id, link, email } = await invitedBy('dora');
    await owner().changeRole({ userId: id, role: 'operator' });
    await expectVoid(link, email);
    await owner().changeRole({ userId: id, role: 'owner' });
    await expectVoid(link, email);
    await owner().remove({ userId: id });
  });

  test('an invitation ends when the role of its creator was changed outside the console', async () => {
    const { id, link, email } = await invitedBy('mara');
    await web.db.user.update({ where: { id }, data: { role: 'operator' } });
    await expectVoid(link, email);
    await owner().remove({ userId: id });
  });
});

test('owners, and nobody else, are notified of who joined and who invited them', async () => {
  const { browser: viewer } = await joined('vito', 'viewer');
  const { browser: other, id } = await joined('opal', 'owner');
  await joined('nora', 'operator');
  const seenBy = async (browser: Browser) => {
    const { body } = await browser.call('notifications.list');
    return (body as { result: { data: Notifications } }).result.data;
  };
  expect((await seenBy(other)).items[0]).toMatchObject({
    kind: 'person_joined',
    title: 'nora joined as operator',
    sentence: 'nora@example.com, invited by Ada.',
    read: false,
  });
  expect((await seenBy(viewer)).items).toEqual([]);
  await owner().remove({ userId: id });
});

test('a viewer sees, and is refused in one clear sentence', async () => {
  const { browser } = await joined('vera', 'viewer');
  expect((await browser.call('notifications.setEmailPreference', { preference: 'any' })).status).toBe(200);
  const { status, body } = await browser.call('operations.cancel', { operationId: crypto.randomUUID() });
  expect(status).toBe(403);
  expect(body).toMatchObject({
    error: {
      data: { code: 'FORBIDDEN', message: 'Only operators and owners can do this.' },
    },
  });
  expect((await browser.call('people.invite', { role: 'owner', email: 'x@example.com' })).status).toBe(403);
});

test('a changed role counts with the next request', async () => {
  const { id, browser } = await joined('otto', 'viewer');
  await owner().changeRole({ userId: id, role: 'operator' });
  expect((await browser.call('operations.cancel', { operationId: crypto.randomUUID() })).status).toBe(404);
});

test('a removed person is signed out, and an open stream ends', async () => {
  const { id, browser } = await joined('rita', 'operator');
  const response = await browser.stream({ watch: {} }, new AbortController().signal);
  const messages = readMessages(response);
  await messages.next();
  const rest = (async () => {
    const seen = [];
    for await (const { data } of messages) seen.push(data);
    return seen.join();
  })();
  await owner().remove({ userId: id });
  expect(await rest).toContain('UNAUTHORIZED');
  expect((await browser.call('session.me')).status).toBe(401);
  expect((await browser.signIn('rita@example.com', PASSWORD)).status).toBe(401);
});

test('the last owner can neither be removed nor be made anything less', async () => {
  const last = {
    code: 'CONFLICT',
    message: 'The last owner cannot be removed or demoted. Make someone else an owner first.',
  };
  await expect(owner().remove({ userId: ADA.id })).rejects.toMatchObject(last);
  await expect(owner().changeRole({ userId: ADA.id, role: 'viewer' })).rejects.toMatchObject(last);

  const { id } = await joined('olga', 'owner');
  await Promise.allSettled([
    owner().changeRole({ userId: ADA.id, role: 'viewer' }),
    owner().changeRole({ userId: id, role: 'viewer' }),
  ]);
  expect(await web.db.user.count({ where: { role: 'owner' } })).toBe(1);
});
