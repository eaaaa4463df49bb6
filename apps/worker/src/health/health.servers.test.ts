import type { NotificationContent } from '@milepost/contract/notification-content';
import { notificationTitle } from '@milepost/contract/messages/notifications';
import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ledgerState, milestone, plan } from '../../test/harness/plans';
import { WorkerHarness } from '../../test/harness/worker-harness';
import { waitUntil } from '../../test/harness/wait-until';

const [access, other] = inject('labServers');
const lab = openLab(inject('lab'));
let harness: WorkerHarness;
let web1: string;
let web2: string;
beforeAll(async () => {
  harness = await WorkerHarness.create();
  web1 = await harness.addServer(access!, 'web-1');
  web2 = await harness.addServer(other!, 'web-2');
  await harness.startWorker({ MILEPOST_CHECK_INTERVAL_S: '2' }).ready;
});
afterAll(() => harness.close());

const row = (id: string) => harness.db.server.findUniqueOrThrow({ where: { id } });
const lastReply = async (id: string) => {
  const check = await harness.db.serverCheck.findUnique({ where: { serverId: id } });
  return Number(check?.repliedAt ?? 0);
};
const replied = (id: string, after: number) =>
  waitUntil('a reply', async () => (await lastReply(id)) > after, 30);
const titles = async () =>
  (await harness.db.notification.findMany({ orderBy: { at: 'asc' } })).map(({ content }) =>
    notificationTitle({ operationTitle: null, content: content as unknown as NotificationContent }),
  );

test('a pulled cable marks the server, people are notified, and all of that ends when it is put back', async () => {
  await replied(web1, 0);
  const server = lab.server(1);
  await server.cut();
  const cutAt = Date.now();
  try {
    const { unreachableSince, unreachableReason } = await waitUntil(
      'the server to be unreachable',
      async () => {
        const server = await row(web1);
        return server.unreachableSince !== null && server;
      },
      40,
    );
    expect(Math.abs(Number(unreachableSince) - cutAt)).toBeLessThan(30_000);
    expect(unreachableReason).toMatchObject({ host: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/) as string });
    await waitUntil('the notification', async () => (await titles()).includes('web-1 is unreachable'), 20);
    expect((await row(web2)).unreachableSince).toBeNull();
  } finally {
    await server.heal();
  }
  await waitUntil('the end of the outage', async () => (await row(web1)).unreachableSince === null, 40);
  expect(await titles()).toEqual(['web-1 is unreachable', 'web-1 is reachable again']);
});

test('a server that is slow but alive is never marked', async () => {
  const server = lab.server(2);
  // Each login takes four seconds, longer than the pause before a second try.
  await server.exec("echo 'sleep 4' >>/etc/ssh/sshrc");
  try {
    const before = Date.now();
    await replied(web2, before + 4_000);
    expect(await row(web2)).toMatchObject({ unreachableSince: null, status: 'ready' });
  } finally {
    await server.exec('rm /etc/ssh/sshrc');
  }
});

test('a server whose port is closed says so, until it answers again', async () => {
  await harness.db.server.update({ where: { id: web2 }, data: { port: 2 } });
  await waitUntil(
    'the server to be unreachable',
    async () => (await row(web2)).unreachableSince !== null,
    30,
  );
  expect((await row(web2)).unreachableReason).toMatchObject({ code: 'connect_failed', port: 2 });
  await harness.db.server.update({ where: { id: web2 }, data: { port: 22 } });
  await waitUntil('the end of the outage', async () => (await row(web2)).unreachableSince === null, 30);
});

test('a server that refuses the key says so', async () => {
  const server = lab.server(2);
  await server.exec('mv /root/.ssh/authorized_keys /root/.ssh/kept');
  try {
    const refused = async () =>
      JSON.stringify((await row(web2)).unreachableReason) === '{"code":"key_no_longer_accepted"}';
    await waitUntil('the refusal', refused, 30);
  } finally {
    await server.exec('mv /root/.ssh/kept /root/.ssh/authorized_keys');
  }
  await waitUntil('the end of the outage', async () => (await row(web2)).unreachableSince === null, 30);
});

test('the facts of a server are read again once an operation has ended', async () => {
  const factsAt = async (id: string) => Number((await row(id)).factsAt ?? 0);
  await waitUntil('the first facts', async () => (await factsAt(web1)) > 0, 30);
  expect(await row(web1)).toMatchObject({ facts: { os: 'debian', cpus: expect.any(Number) as number } });
  const before = await factsAt(web1);
  await replied(web1, Date.now());
  expect(await factsAt(web1)).toBe(before);
  const id = await harness.submit({ serverId: web1, plan: plan([milestone('one', [ledgerState('facts')])]) });
  await harness.ended(id);
  await waitUntil('facts of after the operation', async () => (await factsAt(web1)) > before, 30);
});
