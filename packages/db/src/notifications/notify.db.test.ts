import type { NotificationContent } from '@milepost/contract/notification-content';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';
import type { EmailPreference, Role } from '../generated/client';
import { insertServer } from '../testing/rows';
import { claimEmails } from './email-outbox';
import { countUnread, listNotifications } from './list-notifications';
import { registerMailSender } from './mail-sender';
import { markRead } from './mark-read';
import { notify } from './notify';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.user.deleteMany();
  await db.notification.deleteMany();
  await registerMailSender(db, 'milepost@example.com');
});

async function person(name: string, role: Role, emailPreference: EmailPreference = 'any'): Promise<string> {
  const id = randomUUID();
  await db.user.create({ data: { id, name, email: `${name}@example.com`, role, emailPreference } });
  return id;
}

const unreachable = (serverId: string | null, key: string = randomUUID()) => ({
  ...({ key, kind: 'server_unreachable', audience: 'everyone', serverId } as const),
  content: {
    code: 'server_unreachable',
    server: 'web-1',
    reason: { code: 'link_lost', host: '192.0.2.1' },
  } as const,
});

const GRACE_JOINED: NotificationContent = {
  ...({ code: 'person_joined', name: 'Grace', role: 'viewer' } as const),
  ...{ email: 'grace@example.com', invitedBy: 'Ada' },
};

const joined = (key: string = randomUUID()) => ({
  ...({ key, kind: 'person_joined', audience: 'owners', serverId: null } as const),
  content: GRACE_JOINED,
});

test('a notification without an operation is listed with its own content and links to its server', async () => {
  const userId = await person('ada', 'viewer');
  const serverId = await insertServer(db);
  await notify(db, unreachable(serverId));
  expect(await listNotifications(db, { userId, limit: 10 })).toMatchObject([
    { operationId: null, serverId, content: { server: 'web-1' }, kind: 'server_unreachable', read: false },
  ]);
});

test('the same fact is notified once, also when several report it at the same time', async () => {
  await person('ada', 'viewer');
  const added = await Promise.all(Array.from({ length: 5 }, () => notify(db, unreachable(null, 'outage-1'))));
  expect(added.filter(Boolean)).toHaveLength(1);
  expect(await db.notification.count()).toBe(1);
  expect(await db.email.count()).toBe(1);
});

test('what is for owners is listed, counted and e-mailed to owners only', async () => {
  const [ada, vera] = [await person('ada', 'owner'), await person('vera', 'viewer')];
  await person('quiet', 'owner', 'mine');
  await notify(db, joined());
  expect([await countUnread(db, ada), await countUnread(db, vera)]).toEqual([1, 0]);
  expect(await listNotifications(db, { userId: vera, limit: 10 })).toEqual([]);
  const emails = await claimEmails(db, { limit: 10, leaseMs: 60_000 });
  expect(emails).toMatchObject([{ address: 'ada@example.com', content: GRACE_JOINED, operationId: null }]);
});

test('general notifications are marked as read by id, and by marking all', async () => {
  const userId = await person('ada', 'owner');
  await notify(db, joined());
  await notify(db, joined());
  const [latest] = await listNotifications(db, { userId, limit: 10 });
  await markRead(db, { userId, which: { ids: [latest?.id ?? ''] } });
  expect(await countUnread(db, userId)).toBe(1);
  await markRead(db, { userId, which: 'all' });
  expect(await countUnread(db, userId)).toBe(0);
});

test('removing a server removes its notifications', async () => {
  const serverId = await insertServer(db);
  await notify(db, unreachable(serverId));
  await db.server.delete({ where: { id: serverId } });
  expect(await db.notification.count()).toBe(0);
});

test('a notification is about an operation or general, never neither', async () => {
  const bare = db.notification.create({ data: { kind: 'failed', content: { code: 'interrupted' } } });
  await expect(bare).rejects.toThrow('notifications_subject_check');
});
