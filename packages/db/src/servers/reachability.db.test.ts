import type { NotificationContent } from '@milepost/contract/notification-content';
import { notificationTitle } from '@milepost/contract/messages/notifications';
import type { ServerFacts } from '@milepost/contract/facts';
import type { HostProblem } from '@milepost/contract/errors/host-problem';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';
import { insertServer } from '../testing/rows';
import { notifyOutages } from './notify-outages';
import { markUnreachable, recordContact } from './reachability';
import { claimChecks, recordCheck, recordFacts, requestCheck, requestFacts } from './server-checks';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.notification.deleteMany();
  await db.server.deleteMany();
});

const NO_ROUTE: HostProblem = { code: 'connect_failed', host: '192.0.2.1', port: 22, failure: 'no_route' };
const REFUSED: HostProblem = { ...NO_ROUTE, failure: 'refused' };
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
const fail = (serverId: string, seconds = 20, reason = NO_ROUTE) =>
  markUnreachable(db, { serverId, reason, since: ago(seconds) });
const AT_ONCE = { afterMs: 10_000, groupMs: 0 };
const titles = async () =>
  (await db.notification.findMany({ orderBy: { at: 'asc' } })).map(({ content }) =>
    notificationTitle({ operationTitle: null, content: content as unknown as NotificationContent }),
  );

const FACTS: ServerFacts = {
  ...{ os: 'debian', version: '12', codename: 'bookworm', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
  ...{ arch: 'amd64', kernel: '6.1', cpus: 2, memory: 2 ** 31, disk: { total: 2 ** 34, free: 2 ** 33 } },
  ...{ machineId: 'machine', systemd: true },
};

test('an outage keeps its beginning, and reporting it again changes nothing', async () => {
  const serverId = await insertServer(db);
  expect(await fail(serverId, 60)).toBe(true);
  const { unreachableSince } = await db.server.findUniqueOrThrow({ where: { id: serverId } });
  expect(await fail(serverId, 1)).toBe(false);
  expect(await fail(serverId, 1, REFUSED)).toBe(true);
  expect(await db.server.findUniqueOrThrow({ where: { id: serverId } })).toMatchObject({
    unreachableSince,
    unreachableReason: REFUSED,
  });
});

test('a contact ends the outage once, however many workers report it', async () => {
  const serverId = await insertServer(db);
  await fail(serverId);
  const contacts = await Promise.all([1, 2, 3].map(() => recordContact(db, serverId)));
  expect(contacts.filter(({ recovered }) => recovered)).toHaveLength(1);
  expect(await db.server.findUniqueOrThrow({ where: { id: serverId } })).toMatchObject({
    unreachableSince: null,
    unreachableReason: null,
  });
});

test('an outage is notified once, and its end only because it was', async () => {
  const serverId = await insertServer(db, 'web-1');
  await fail(serverId, 240);
  await Promise.all([1, 2, 3].map(() => notifyOutages(db, AT_ONCE)));
  await recordContact(db, serverId);
  expect(await titles()).toEqual(['web-1 is unreachable', 'web-1 is reachable again']);
  const back = await db.notification.findFirstOrThrow({ where: { kind: 'server_reachable' } });
  expect(back.content).toMatchObject({ code: 'server_reachable', server: 'web-1' });
  const { ms } = back.content as { ms: number };
  expect(ms).toBeGreaterThanOrEqual(240_000);
  expect(ms).toBeLessThan(300_000);
});

test('an outage shorter than the confirmation is not notified, nor its end', async () => {
  const serverId = await insertServer(db);
  await fail(serverId, 2);
  expect(await notifyOutages(db, AT_ONCE)).toBe(false);
  await recordContact(db, serverId);
  expect(await titles()).toEqual([]);
});

test('twelve servers that become unreachable together make one notification', async () => {
  for (let n = 0; n < 12; n++) await fail(await insertServer(db, `web-${n}`));
  await notifyOutages(db, AT_ONCE);
  expect(await titles()).toEqual(['12 servers are unreachable']);
});

test('servers that follow shortly after a notification are collected in the next one', async () => {
  await fail(await insertServer(db, 'web-1'));
  await notifyOutages(db, AT_ONCE);
  for (const name of ['web-2', 'web-3']) await fail(await insertServer(db, name));
  expect(await notifyOutages(db, { ...AT_ONCE, groupMs: 30_000 })).toBe(false);
  await notifyOutages(db, AT_ONCE);
  expect(await titles()).toEqual(['web-1 is unreachable', '2 servers are unreachable']);
});

test('each due check is claimed by one worker, and is due again within the interval', async () => {
  for (let n = 0; n < 8; n++) await insertServer(db, `web-${n}`);
  await claimChecks(db, { limit: 0, everyMs: 0 }); // adds them, due at once
  const claims = await Promise.all([1, 2, 3].map(() => claimChecks(db, { limit: 5, everyMs: 60_000 })));
  const names = claims.flat().map(({ name }) => name);
  expect(names.sort()).toEqual(Array.from({ length: 8 }, (_, n) => `web-${n}`));
  for (const { dueAt } of await db.serverCheck.findMany()) {
    expect(Number(dueAt) - Date.now()).toBeGreaterThan(45_000);
    expect(Number(dueAt) - Date.now()).toBeLessThanOrEqual(60_500);
  }
});

test('a requested check is due at once; a reply is recorded without a change of the server’s row', async () => {
  const serverId = await insertServer(db);
  const version = () => db.$queryRaw`select xmin::text from servers where id = ${serverId}`;
  const before = await version();
  await requestCheck(db, serverId);
  expect(await claimChecks(db, { limit: 5, everyMs: 60_000 })).toMatchObject([{ serverId }]);
  await requestCheck(db, serverId);
  expect(await claimChecks(db, { limit: 5, everyMs: 60_000 })).toMatchObject([{ serverId }]);
  await recordCheck(db, { serverId, replied: true });
  expect((await db.serverCheck.findUniqueOrThrow({ where: { serverId } })).repliedAt).not.toBeNull();
  expect(await version()).toEqual(before);
});

test('facts are due where none are known, after an operation, and once they are older than an hour', async () => {
  const serverId = await insertServer(db);
  const isDue = async () => {
    await db.serverCheck.updateMany({ data: { dueAt: new Date(0) } });
    return (await claimChecks(db, { limit: 5, everyMs: 60_000 }))[0]?.factsDue;
  };
  await claimChecks(db, { limit: 0, everyMs: 0 }); // adds the check
  expect(await isDue()).toBe(true);
  await recordFacts(db, { serverId, facts: FACTS });
  expect(await isDue()).toBe(false);
  expect(await db.server.findUniqueOrThrow({ where: { id: serverId } })).toMatchObject({ facts: FACTS });
  await requestFacts(db, serverId);
  expect(await isDue()).toBe(true);
  await recordFacts(db, { serverId, facts: FACTS });
  await db.server.update({ where: { id: serverId }, data: { factsAt: new Date(Date.now() - 61 * 60_000) } });
  expect(await isDue()).toBe(true);
});
