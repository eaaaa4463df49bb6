import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Browser } from '../../testing/browser';
import { readMessages } from '../../testing/sse';
import { ADA, webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import type { Role } from '../../views';

const PASSWORD = 'correct horse battery';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
  const { id, name, email } = ADA;
  await web.db.user.create({ data: { id, name, email, role: 'owner' } });
});
afterAll(() => web.close());

const owner = () => web.as('owner').people;
const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';

/** Somebody who came by an invitation, signed in. */
async function joined(name: string, role: Role): Promise<{ id: string; browser: Browser }> {
  const { link } = await owner().invite({ role, note: name });
  const email = `${name}@example.com`;
  const { id } = await web.as(null).people.join({ token: tokenOf(link), name, email, password: PASSWORD });
  const browser = new Browser(web);
  expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  return { id, browser };
}

test('an invitation gives its role to one person, and does not lie in the database as it is', async () => {
  const { link } = await owner().invite({ role: 'viewer', note: 'for Grace' });
  expect(JSON.stringify(await web.db.invitation.findMany())).not.toContain(tokenOf(link));
  const form = { token: tokenOf(link), name: 'Grace', password: PASSWORD };
  const presses = ['grace@example.com', 'linus@example.com'].map((email) =>
    web.as(null).people.join({ ...form, email }),
  );
  const settled = await Promise.allSettled(presses);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await web.db.user.count({ where: { role: 'viewer' } })).toBe(1);
  expect((await owner().list()).invitations).toEqual([]);
});

test('one that is unknown, expired or withdrawn is refused in a sentence', async () => {
  const refused = {
    message: 'This invitation is no longer valid. Ask the owner for a new one.',
    code: 'FORBIDDEN',
  };
  const form = { name: 'Eve', email: 'eve@example.com', password: PASSWORD };
  await expect(web.as(null).people.join({ token: 'guessed', ...form })).rejects.toMatchObject(refused);

  const late = await owner().invite({ role: 'owner', note: '' });
  await web.db.invitation.updateMany({ where: { usedAt: null }, data: { expiresAt: new Date(0) } });
  await expect(web.as(null).people.join({ token: tokenOf(late.link), ...form })).rejects.toMatchObject(
    refused,
  );

  const withdrawn = await owner().invite({ role: 'owner', note: '' });
  const [invitation] = (await owner().list()).invitations;
  await owner().withdraw({ invitationId: invitation?.id ?? '' });
  await expect(web.as(null).people.join({ token: tokenOf(withdrawn.link), ...form })).rejects.toMatchObject(
    refused,
  );
});

test('a viewer sees, and is refused in one clear sentence', async () => {
  const { browser } = await joined('vera', 'viewer');
  expect((await browser.call('notifications.setMail', { wish: 'any' })).status).toBe(200);
  const { status, body } = await browser.call('operations.cancel', { operationId: crypto.randomUUID() });
  expect(status).toBe(403);
  expect(body).toMatchObject({
    error: {
      json: { data: { code: 'FORBIDDEN', message: 'This needs the role operator; ask the owner for it.' } },
    },
  });
  expect((await browser.call('people.invite', { role: 'owner', note: '' })).status).toBe(403);
});

test('a changed role counts with the next request', async () => {
  const { id, browser } = await joined('otto', 'viewer');
  await owner().changeRole({ userId: id, role: 'operator' });
  expect((await browser.call('operations.cancel', { operationId: crypto.randomUUID() })).status).toBe(404);
});

test('who is removed is signed out, and an open stream ends', async () => {
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
  const last = { code: 'CONFLICT', message: 'The last owner stays: make somebody else an owner first.' };
  await expect(owner().remove({ userId: ADA.id })).rejects.toMatchObject(last);
  await expect(owner().changeRole({ userId: ADA.id, role: 'viewer' })).rejects.toMatchObject(last);

  const { id } = await joined('olga', 'owner');
  await Promise.allSettled([
    owner().changeRole({ userId: ADA.id, role: 'viewer' }),
    owner().changeRole({ userId: id, role: 'viewer' }),
  ]);
  expect(await web.db.user.count({ where: { role: 'owner' } })).toBe(1);
});
