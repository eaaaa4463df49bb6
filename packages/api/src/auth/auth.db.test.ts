import type { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createOwnerLink } from '../services/setup/create-owner-link';
import { Browser } from '../testing/browser';
import { webProcess } from '../testing/web-process';
import type { WebProcess } from '../testing/web-process';

const PASSWORD = 'correct horse battery';
const ADA = { name: 'Ada', email: 'Ada@Example.com', password: PASSWORD };

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

describe('the first owner', () => {
  test('nobody signs up by himself', async () => {
    const { status } = await new Browser(web).auth('/sign-up/email', ADA);
    expect(status).toBe(404);
    expect(await web.db.user.count()).toBe(0);
    await expect(web.as(null).setup.status()).resolves.toEqual({ ownerExists: false });
  });

  test('needs a link that is known, and not expired', async () => {
    const setup = web.as(null).setup;
    const refused = { code: 'FORBIDDEN' };
    await expect(setup.createOwner({ token: 'guessed', ...ADA })).rejects.toMatchObject(refused);
    const link = await createOwnerLink(web.db);
    await web.db.ownerLink.updateMany({ data: { expiresAt: new Date(0) } });
    await expect(setup.createOwner({ token: link?.token ?? '', ...ADA })).rejects.toMatchObject(refused);
    expect(await web.db.user.count()).toBe(0);
  });

  test('a new link voids the one before, and none lies in the database as it is', async () => {
    const first = await createOwnerLink(web.db);
    await createOwnerLink(web.db);
    const links = await web.db.ownerLink.findMany();
    expect(links).toHaveLength(1);
    expect(JSON.stringify(links)).not.toContain(first?.token);
    await expect(web.as(null).setup.createOwner({ token: first?.token ?? '', ...ADA })).rejects.toMatchObject(
      {
        code: 'FORBIDDEN',
      },
    );
  });

  test('the page of a link learns whether it can be used before it shows a form', async () => {
    const { setup } = web.as(null);
    await expect(setup.checkLink({ token: 'guessed' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'This link is no longer valid. Run "npm run owner-link" for a new one.',
    });
    const link = await createOwnerLink(web.db);
    const token = link?.token ?? '';
    await expect(setup.checkLink({ token })).resolves.toEqual({ usable: true });
    await web.db.ownerLink.updateMany({ data: { expiresAt: new Date(0) } });
    await expect(setup.checkLink({ token })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a form of rubbish gets a sentence for each field', async () => {
    const { status, body } = await new Browser(web).call('setup.createOwner', {
      token: 'x',
      name: ' ',
      email: 'ada',
      password: 'short',
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: {
        data: {
          code: 'BAD_REQUEST',
          message: '3 fields need to be corrected.',
          fields: {
            name: 'Enter your name.',
            email: 'Enter an email address, such as ada@example.com.',
            password: 'Use at least 12 characters.',
          },
        },
      },
    });
  });

  test('five simultaneous requests create one account', async () => {
    const link = await createOwnerLink(web.db);
    const presses = Array.from({ length: 5 }, () =>
      web.as(null).setup.createOwner({ token: link?.token ?? '', ...ADA }),
    );
    const settled = await Promise.allSettled(presses);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // The second one waited and got a sentence: a unique index would have answered with something unforeseen.
    for (const press of settled)
      if (press.status === 'rejected')
        expect(['CONFLICT', 'FORBIDDEN']).toContain((press.reason as TRPCError).code);
    const users = await web.db.user.findMany({ include: { accounts: true } });
    expect(users).toMatchObject([{ email: 'ada@example.com', role: 'owner', accounts: [{}] }]);
    expect(JSON.stringify(users)).not.toContain(PASSWORD);
  });

  test('then there is no second one', async () => {
    expect(await createOwnerLink(web.db)).toBeNull();
    await expect(web.as(null).setup.status()).resolves.toEqual({ ownerExists: true });
    const exists = { code: 'CONFLICT', message: 'An owner already exists. Sign in instead.' };
    await expect(web.as(null).setup.createOwner({ token: 'x', ...ADA })).rejects.toMatchObject(exists);
    await expect(web.as(null).setup.checkLink({ token: 'x' })).rejects.toMatchObject(exists);
  });
});

describe('a session', () => {
  test('begins with the right password, and ends with signing out', async () => {
    const browser = new Browser(web);
    expect((await browser.call('session.me')).status).toBe(401);
    const { status, headers } = await browser.signIn(ADA.email, PASSWORD);
    expect(status).toBe(200);
    expect(headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/i);
    expect((await browser.call('session.me')).body).toMatchObject({
      result: { data: { name: 'Ada', email: 'ada@example.com', role: 'owner' } },
    });

    const { cookie } = browser;
    expect((await browser.signOut()).status).toBe(200);
    browser.cookie = cookie;
    expect((await browser.call('session.me')).status).toBe(401);
  });

  test('a role that is taken counts at once', async () => {
    const browser = new Browser(web);
    await browser.signIn(ADA.email, PASSWORD);
    await web.db.user.updateMany({ data: { role: 'viewer' } });
    const { status, body } = await browser.call('operations.cancel', { operationId: crypto.randomUUID() });
    await web.db.user.updateMany({ data: { role: 'owner' } });
    expect(status).toBe(403);
    expect(body).toMatchObject({
      error: {
        data: { code: 'FORBIDDEN', message: 'Only operators and owners can do this.' },
      },
    });
  });

  test('nobody gives himself a role', async () => {
    const browser = new Browser(web);
    await browser.signIn(ADA.email, PASSWORD);
    await web.db.user.updateMany({ data: { role: 'viewer' } });
    await browser.auth('/update-user', { role: 'owner' });
    expect((await web.db.user.findFirstOrThrow()).role).toBe('viewer');
    await web.db.user.updateMany({ data: { role: 'owner' } });
  });

  test('a foreign page changes nothing', async () => {
    const browser = new Browser(web);
    await browser.signIn(ADA.email, PASSWORD);
    const foreign = new Browser(web, 'https://evil.example');
    foreign.cookie = browser.cookie;
    expect((await foreign.call('servers.remove', { serverId: 'x' })).status).toBe(403);
    expect((await foreign.signOut()).status).toBe(403);
    expect((await browser.call('session.me')).status).toBe(200);
  });

  test('its cookie is secure where the console is served by https', async () => {
    const secure = await webProcess({ databaseUrl: inject('databaseUrl'), url: 'https://milepost.example' });
    const { headers } = await new Browser(secure).signIn(ADA.email, PASSWORD);
    expect(headers.getSetCookie().join()).toMatch(/^__Secure-.*; Secure/);
    await secure.close();
  });
});
