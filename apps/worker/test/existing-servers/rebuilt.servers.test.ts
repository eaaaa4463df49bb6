import { requestCheck } from '@milepost/db/servers/server-checks';
import { openLab } from '@milepost/lab/lab';
import { loginContext } from '@milepost/packages-core/credentials/contexts';
import { seal } from '@milepost/packages-core/credentials/seal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { waitUntil } from '../harness/wait-until';
import { ExistingServer } from '../harness/existing-server';

const NGINX = { packageId: 'nginx' } as const;
/** The machine that is made anew at the server's address. */
const [, successor] = inject('labServers');
if (!successor) throw new Error('two servers are needed');

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.complete({ ...NGINX, kind: 'install' });
});
afterAll(() => server.close());

const installation = () =>
  server.harness.db.installation.findFirstOrThrow({ where: { serverId: server.serverId } });
const notifications = () =>
  server.harness.db.notification.count({ where: { serverId: server.serverId, kind: 'server_rebuilt' } });

/** As a person does after the server has another host key: confirms it, and gives the login again. */
async function joinAgain(at: typeof successor & object): Promise<void> {
  const { harness, serverId } = server;
  const login = Buffer.from(JSON.stringify({ privateKey: at.privateKey }));
  const { host: address, port, hostKey: pinnedHostKey } = at;
  const context = loginContext({ id: serverId, address, port });
  const sealed = await seal(harness.keys.publicKey, login, context);
  await harness.db.server.update({
    where: { id: serverId },
    data: {
      ...{ address, port, pinnedHostKey, status: 'enrolling' },
      login: { create: { username: 'root', sealed: Uint8Array.from(sealed) } },
    },
  });
  expect(await harness.inspect({ kind: 'enroll', serverId })).toEqual({ kind: 'enroll', status: 'ready' });
}

test('a server that was rebuilt and joined again has an unknown nginx, which an install makes active', async () => {
  expect(await installation()).toMatchObject({ status: 'active' });
  await joinAgain(successor);
  expect(await installation()).toMatchObject({ status: 'unknown', version: null });
  expect(await notifications()).toBe(1);
  const { states } = await server.preview({ ...NGINX, kind: 'install' });
  expect(states.some(({ is }) => is === 'to_do')).toBe(true);
  await server.complete({ ...NGINX, kind: 'install' });
  expect(await installation()).toMatchObject({ status: 'active' });
});

test('a server that was rebuilt with its host key kept is noticed by the next check, and nginx can be uninstalled', async () => {
  const machine = openLab(inject('lab')).server(2);
  expect(await machine.exec('tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id')).toMatchObject({
    exitCode: 0,
  });
  await requestCheck(server.harness.db, server.serverId);
  await waitUntil('nginx to be unknown', async () => (await installation()).status === 'unknown', 60);
  expect(await notifications()).toBe(2);
  await server.complete({ ...NGINX, kind: 'uninstall' });
  expect((await installation()).uninstalledAt).toBeInstanceOf(Date);
});
