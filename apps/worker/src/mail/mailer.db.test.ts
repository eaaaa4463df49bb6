import { freeText } from '@milepost/contract/free-text';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { createDatabase, transaction } from '@milepost/db/client';
import { registerMailSender } from '@milepost/db/notifications/mail-sender';
import { appendEvent } from '@milepost/db/operations/events/append-event';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { insertServer, submission, submitted } from '@milepost/db/testing/rows';

const databaseUrl = inject('databaseUrl');
const db = createDatabase(databaseUrl);

let taken: string[] = [];
/** What the mail server does once it has the whole message, before it says so. */
let onMessage: () => Promise<void> = () => Promise.resolve();
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, accept) => {
    void text(stream).then(async (message) => {
      taken.push(message);
      await onMessage();
      accept();
    });
  },
});
const mailers: ChildProcess[] = [];

beforeAll(async () => {
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  await db.user.create({
    data: { id: 'ada', name: 'Ada', email: 'ada@example.com', emailPreference: 'any' },
  });
  await registerMailSender(db, 'milepost@example.com');
});
afterEach(() => {
  for (const mailer of mailers.splice(0)) mailer.kill('SIGKILL');
  taken = [];
  onMessage = () => Promise.resolve();
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve));
  await db.$disconnect();
});

function startMailer(): ChildProcess {
  const { port } = smtp.server.address() as AddressInfo;
  const program = fileURLToPath(new URL('./testing/mailer-process.ts', import.meta.url));
  const words = ['--import', 'tsx', program, databaseUrl, `smtp://127.0.0.1:${port}`];
  const mailer = spawn(process.execPath, words, { stdio: 'inherit' });
  mailers.push(mailer);
  return mailer;
}

async function needDecision(sentence: string): Promise<string> {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    const data = { point: 1, milestone: 1, conclusion: freeText(sentence) };
    await appendEvent(tx, { operationId, key: randomUUID(), type: 'decision_needed', data });
  });
  return operationId;
}

const allSent = () =>
  vi.waitFor(async () => expect(await db.email.count({ where: { sentAt: null } })).toBe(0), {
    timeout: 20_000,
    interval: 100,
  });
const idOf = (message: string) => /^Message-ID: (.*)$/im.exec(message)?.[1];

test('two workers at once send each e-mail once, with its link', async () => {
  const ids = [];
  for (let n = 0; n < 12; n++) ids.push(await needDecision(`Port ${n} is taken.`));
  startMailer();
  startMailer();
  await allSent();
  expect(taken).toHaveLength(12);
  expect(new Set(taken.map(idOf)).size).toBe(12);
  const all = taken.join('').replaceAll('=\r\n', '');
  for (const id of ids) expect(all).toContain(`https://milepost.example.com/operations/${id}`);
});

test('a worker killed before it knew that its e-mail was taken: sent again, as the same message', async () => {
  const mailer = startMailer();
  onMessage = () => {
    mailer.kill('SIGKILL');
    onMessage = () => Promise.resolve();
    return Promise.resolve();
  };
  await needDecision('Port 80 is taken.');
  await once(mailer, 'exit');
  expect(taken).toHaveLength(1);
  startMailer();
  await allSent();
  expect(taken).toHaveLength(2);
  expect(idOf(taken[0] ?? '')).toBe(idOf(taken[1] ?? 'another'));
});
