import { DB_NULL } from '@milepost/db/db-null';
import { randomUUID } from 'node:crypto';
import { loginContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Browser } from '../../testing/browser';
import { formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import { registerPracticeServer } from './enrollment/register-practice-server';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG7n3aUVgOGZIXqfHAcnzVt1qRVo2QDR3dYdKp8tW4Pj';
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;
const NO_ENGINE = 'Temporal could not be reached, so nothing was started. Try again in a moment.';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const servers = () => web.as('operator').servers;
const waiting = () =>
  insertServer(web.db, { status: 'awaiting_confirmation', offeredHostKey: KEY, facts: undefined });

describe('adding', () => {
  test('stores nothing where the key could not be read', async () => {
    const id = randomUUID();
    const server = { id, name: 'web-1', address: 'web-1.example', port: 22, username: 'root' };
    await expect(servers().add({ ...server, login: { password: 'secret' } })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
      cause: { publicMessage: 'Temporal cannot be reached right now.' },
    });
    expect(await web.db.server.count({ where: { id } })).toBe(0);
    expect(await web.db.serverLogin.count()).toBe(0);
  });

  test('a form of rubbish gets a sentence for each field', async () => {
    const browser = new Browser(web);
    const { body } = await browser.call('servers.add', {});
    expect(body).toMatchObject({ error: { data: { code: 'UNAUTHORIZED' } } });
    const rubbish = {
      id: randomUUID(),
      name: '',
      address: 'not an address!',
      port: 70_000,
      username: 'Root User',
      login: { privateKey: 'ssh-ed25519 AAAA' },
    };
    const error = await servers()
      .add(rubbish)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    const { issues } = (error as { cause: { issues: { path: string[] }[] } }).cause;
    expect(issues.map(({ path }) => path.join('.'))).toEqual([
      'name',
      'address',
      'port',
      'username',
      'login.privateKey',
    ]);
  });

  test('one name, and one address, is one server', async () => {
    const { id, name } = await insertServer(web.db, { address: '192.0.2.10' });
    const login = { password: 'secret' };
    const other = { id: randomUUID(), username: 'root', port: 22, login };
    await expect(servers().add({ ...other, name, address: '192.0.2.11' })).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { fields: { name: `A server named ${name} already exists.` } },
    });
    await expect(servers().add({ ...other, name: 'other', address: '192.0.2.10' })).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { fields: { address: `This address is already here as ${name}.` } },
    });
    expect(await web.db.server.findMany({ where: { address: { startsWith: '192.0.2.1' } } })).toMatchObject([
      { id },
    ]);
  });
});

describe('confirming', () => {
  test('another fingerprint pins nothing', async () => {
    const { id } = await waiting();
    const { hostKey } = await servers().get({ serverId: id });
    expect(hostKey).toMatchObject({ type: 'ssh-ed25519', pinned: false, confirmedBy: null });
    expect(hostKey?.fingerprint).toMatch(FINGERPRINT);
    const right = hostKey?.fingerprint ?? '';
    for (const fingerprint of ['', 'SHA256:', right.toLowerCase(), right.slice(0, -1), ` ${right}`]) {
      await expect(servers().confirm({ serverId: id, fingerprint })).rejects.toMatchObject({
        code: 'CONFLICT',
      });
    }
    expect(await web.db.server.findUnique({ where: { id } })).toMatchObject({
      status: 'awaiting_confirmation',
      pinnedHostKey: null,
    });
  });

  test('the right one pins it once, and says so where the engine is away', async () => {
    const { id } = await waiting();
    const { hostKey } = await servers().get({ serverId: id });
    const fingerprint = hostKey?.fingerprint ?? '';
    const confirmed = await servers().confirm({ serverId: id, fingerprint });
    expect(confirmed).toMatchObject({
      status: 'enrollment_failed',
      problem: NO_ENGINE,
      hostKey: { pinned: true, confirmedBy: 'ada@example.com', fingerprint },
    });
    await expect(servers().confirm({ serverId: id, fingerprint })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('trying to join again', () => {
  test('asks for the login where it was forgotten', async () => {
    const { id } = await insertServer(web.db, { status: 'enrollment_failed', pinnedHostKey: KEY });
    await expect(servers().retryEnrollment({ serverId: id })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { fields: { 'login.password': 'The login was deleted after use. Enter it again.' } },
    });
  });

  test('seals a key without its indentation, and the password for sudo beside it', async () => {
    const { id } = await insertServer(web.db, { status: 'enrollment_failed', pinnedHostKey: KEY });
    const privateKey =
      '\n    -----BEGIN OPENSSH PRIVATE KEY-----\n    b3Blbn\n    -----END OPENSSH PRIVATE KEY-----\n';
    const login = { privateKey, sudoPassword: 'hunter2' };
    await servers().retryEnrollment({ serverId: id, username: 'john.Doe@corp.example', login });
    const kept = await web.db.serverLogin.findUniqueOrThrow({
      where: { serverId: id },
      include: { server: true },
    });
    expect(kept.username).toBe('john.Doe@corp.example');
    const opened = await open(web.privateKey, kept.sealed, loginContext(kept.server));
    expect(JSON.parse(Buffer.from(opened).toString())).toEqual({
      privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n-----END OPENSSH PRIVATE KEY-----\n',
      sudoPassword: 'hunter2',
    });
  });

  test('seals the new login for the worker', async () => {
    const { id } = await insertServer(web.db, { status: 'enrollment_failed', pinnedHostKey: KEY });
    const again = { serverId: id, username: 'debian', login: { password: 'hunter2' } };
    expect(await servers().retryEnrollment(again)).toMatchObject({
      status: 'enrollment_failed',
      problem: NO_ENGINE,
    });
    const login = await web.db.serverLogin.findUniqueOrThrow({
      where: { serverId: id },
      include: { server: true },
    });
    expect(login.username).toBe('debian');
    const opened = await open(web.privateKey, login.sealed, loginContext(login.server));
    expect(JSON.parse(Buffer.from(opened).toString())).toEqual({ password: 'hunter2' });
  });

  test('is not for a server that has joined', async () => {
    const { id } = await insertServer(web.db);
    await expect(servers().retryEnrollment({ serverId: id })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('removing', () => {
  test('is refused while an operation is open', async () => {
    const { id, name } = await insertServer(web.db);
    await submitForm(web, await formFor(web, { serverId: id }));
    await expect(servers().remove({ serverId: id })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
      cause: { publicMessage: `${name} cannot be removed: 1 operation on it is not finished yet.` },
    });
  });

  test('deletes nothing where the key of Milepost cannot be removed from the server first', async () => {
    const { id, name } = await insertServer(web.db);
    await expect(servers().remove({ serverId: id, cleanUp: true })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
      cause: {
        publicMessage: `${name} was not removed, because Milepost’s key and files could not be removed from it: Temporal cannot be reached right now.`,
      },
    });
    expect(await servers().get({ serverId: id })).toMatchObject({ name });
  });

  test('leaves nothing of a server without history', async () => {
    const { id } = await waiting();
    expect(await servers().remove({ serverId: id })).toEqual({ removed: true, remains: [] });
    expect(await web.db.server.count({ where: { id } })).toBe(0);
  });
});

test('a list searches, sorts and pages', async () => {
  const names = ['zeta', 'alpha', 'mid', 'beta'].map((name) => `${name}.list`);
  for (const name of names)
    await insertServer(web.db, { name, lastSeenAt: name === 'mid.list' ? new Date() : null });
  const { list } = web.as('viewer').servers;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({ search: '.LIST', limit: 3, cursor });
    expect(page.total).toBe(4);
    seen.push(...page.items.map(({ name }) => name));
    ({ cursor } = page);
  } while (cursor);
  expect(seen).toEqual([...names].sort());
  const latest = await list({ search: '.list', sort: 'lastSeenAt' });
  expect(latest.items.map(({ name }) => name)).toEqual(['mid.list', 'alpha.list', 'beta.list', 'zeta.list']);
  const newest = await list({ search: '.list', sort: 'createdAt', limit: 1 });
  expect(newest.items.map(({ name }) => name)).toEqual(['beta.list']);
});

test('the practice server is registered once, and again only where it was made anew', async () => {
  const practice = {
    db: web.db,
    temporal: web.temporal,
    name: 'practice',
    address: '10.77.0.2',
    port: 22,
    username: 'root',
    privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\n…\n-----END OPENSSH PRIVATE KEY-----\n',
    hostKey: `${KEY} root@practice`,
    sealingKey: web.sealingKey,
  };
  const { serverId } = await registerPracticeServer(practice);
  expect(await servers().get({ serverId })).toMatchObject({
    name: 'practice',
    practice: true,
    hostKey: { pinned: true, confirmedBy: 'npm start' },
  });
  await web.db.server.update({ where: { id: serverId }, data: { status: 'ready', problem: DB_NULL } });
  await web.db.serverLogin.deleteMany({ where: { serverId } });
  expect(await registerPracticeServer(practice)).toEqual({ serverId });
  expect(await web.db.serverLogin.count({ where: { serverId } })).toBe(0);
  expect(await registerPracticeServer({ ...practice, hostKey: KEY.replace('Pj', 'Pk') })).toEqual({
    serverId,
  });
  expect(await web.db.server.findUnique({ where: { id: serverId } })).toMatchObject({
    status: 'enrollment_failed',
  });
  expect(await web.db.server.count({ where: { practice: true } })).toBe(1);
});
