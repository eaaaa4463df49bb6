import { notificationMessage } from '@milepost/contract/messages/notifications';
import { freeText } from '@milepost/contract/free-text';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import type { EmailPreference } from '../generated/client';
import { appendEvent } from '../operations/events/append-event';
import { lockOperation } from '../operations/lock-operation';
import { readOperations } from '../operations/views/read-operations';
import { drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { forgetNotifications } from './forget-notifications';
import { countUnread, listNotifications } from './list-notifications';
import { registerMailSender } from './mail-sender';
import { markRead } from './mark-read';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.user.deleteMany();
  await db.notification.deleteMany();
  await registerMailSender(db, 'milepost@example.com');
});

/** A person, by the name in the address. */
async function person(name: string, emailPreference: EmailPreference = 'never'): Promise<string> {
  const id = randomUUID();
  await db.user.create({ data: { id, name, email: `${name}@example.com`, emailPreference } });
  return id;
}

async function operation(by = 'ada'): Promise<string> {
  return submitted(db, submission(await insertServer(db), { requestedBy: `${by}@example.com` }));
}

/** Says an event as the operation's own verbs do. */
function say(operationId: string, key: string, sentence: string): Promise<void> {
  return transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    const data = { point: 1, milestone: 1, conclusion: freeText(sentence) };
    await appendEvent(tx, { operationId, key, type: 'decision_needed', data });
  });
}

async function mailed(): Promise<string[]> {
  const rows = await db.email.findMany({ orderBy: { address: 'asc' } });
  return rows.map(({ address }) => address);
}

test('everybody is notified of an end with the event that records it', async () => {
  const [ada, grace] = [await person('ada'), await person('grace')];
  const operationId = await operation();
  await drive(db, operationId).complete();
  const [view] = await readOperations(db, [operationId]);
  const [event] = await db.event.findMany({ where: { operationId, type: 'closed' } });
  expect(view?.lastNotifiedEvent).toBe(event?.n);
  for (const userId of [ada, grace]) {
    expect(await listNotifications(db, { userId, limit: 10 })).toMatchObject([
      {
        operationId,
        kind: 'completed',
        content: { conclusion: view?.conclusion },
        operationTitle: view?.title,
        read: false,
      },
    ]);
  }
});

test('a need for a decision is one notification each time, however often it is recorded', async () => {
  const userId = await person('ada');
  const operationId = await operation();
  await say(operationId, 'asked-1', 'Port 80 is taken.');
  await say(operationId, 'asked-1', 'Port 80 is taken.');
  await say(operationId, 'asked-2', 'Port 80 is taken again.');
  const listed = await listNotifications(db, { userId, limit: 10 });
  expect(listed.map((listed) => [listed.kind, notificationMessage(listed.content)])).toEqual([
    ['needs_decision', 'Port 80 is taken again.'],
    ['needs_decision', 'Port 80 is taken.'],
  ]);
});

test('nobody is notified of what is rolled back', async () => {
  await person('ada', 'any');
  const operationId = await operation();
  const rolledBack = transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    const data = { point: 1, milestone: 1, conclusion: freeText('Port 80 is taken.') };
    await appendEvent(tx, { operationId, key: 'asked-1', type: 'decision_needed', data });
    throw new Error('PostgreSQL went away');
  });
  await expect(rolledBack).rejects.toThrow('went away');
  expect(await db.notification.count()).toBe(0);
  expect(await db.email.count()).toBe(0);
});

test('each has read what they have read; what is older than their account counts as read', async () => {
  const ada = await person('ada');
  const [first, second] = [await operation(), await operation()];
  await say(first, 'asked', 'Port 80 is taken.');
  await say(second, 'asked', 'Port 81 is taken.');
  const grace = await person('grace');
  expect([await countUnread(db, ada), await countUnread(db, grace)]).toEqual([2, 0]);

  await markRead(db, { userId: ada, which: { operationId: first } });
  await markRead(db, { userId: ada, which: { operationId: first } });
  expect(await countUnread(db, ada)).toBe(1);
  const read = (await listNotifications(db, { userId: ada, limit: 10 })).map(({ read }) => read);
  expect(read).toEqual([false, true]);

  await say(first, 'asked again', 'Port 80 is taken.');
  expect([await countUnread(db, ada), await countUnread(db, grace)]).toEqual([2, 1]);
  await markRead(db, { userId: ada, which: 'all' });
  expect([await countUnread(db, ada), await countUnread(db, grace)]).toEqual([0, 1]);
});

test('e-mail goes to those who asked for it, once', async () => {
  await person('ada', 'mine');
  await person('grace', 'mine');
  await person('linus', 'any');
  await person('never');
  const operationId = await operation('ada');
  await say(operationId, 'asked', 'Port 80 is taken.');
  await say(operationId, 'asked', 'Port 80 is taken.');
  expect(await mailed()).toEqual(['ada@example.com', 'linus@example.com']);
});

test('a person who wants e-mails about problems gets none about success', async () => {
  await person('ada', 'mine');
  await person('linus', 'any');
  await drive(db, await operation('ada')).complete();
  expect(await mailed()).toEqual(['linus@example.com']);
});

test('a failure is mailed to who asked for the operation', async () => {
  await person('ada', 'mine');
  const operationId = await operation('ada');
  await transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    const data = { outcome: 'failed' as const, conclusion: freeText('The disk is full.') };
    await appendEvent(tx, { operationId, key: 'closed', type: 'closed', data });
  });
  expect(await mailed()).toEqual(['ada@example.com']);
});

test('without a worker that can send, nothing is queued; the bell shows it all the same', async () => {
  const userId = await person('ada', 'any');
  await registerMailSender(db, null);
  await say(await operation(), 'asked', 'Port 80 is taken.');
  expect(await mailed()).toEqual([]);
  expect(await countUnread(db, userId)).toBe(1);
});

test('after thirty days it is forgotten', async () => {
  const userId = await person('ada', 'any');
  const [old, young] = [await operation(), await operation()];
  await say(old, 'asked', 'Port 80 is taken.');
  await markRead(db, { userId, which: { operationId: old } });
  await db.$executeRaw`update notifications set at = at - interval '31 days'`;
  await say(young, 'asked', 'Port 81 is taken.');
  await forgetNotifications(db);
  const left = await listNotifications(db, { userId, limit: 10 });
  expect(left.map(({ operationId }) => operationId)).toEqual([young]);
});
