import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendOutput } from '@milepost/db/operations/output/append-output';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { endedSessions } from '../auth/ended-sessions';
import { Browser } from '../testing/browser';
import { formFor, submitForm } from '../testing/operations';
import { OWNER, webWithOwner } from '../testing/owner';
import { insertServer } from '../testing/rows';
import type { WebProcess } from '../testing/web-process';
import { serveLive } from './serve-live';

let web: WebProcess;
beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
});
afterAll(() => web.close());

test('a reader who takes nothing is waited for, and all is let go of when he leaves', async () => {
  const { id: serverId } = await insertServer(web.db);
  const operationId = await submitForm(web, await formFor(web, { serverId, packageId: 'nginx' }));
  const activities = drive(web.db, operationId);
  await activities.open();
  await activities.prepare();
  const { id: commandId } = await activities.begin(1);
  const bytes = new Uint8Array(1024 * 1024).fill(120);
  for (let offset = 0; offset < 8 * bytes.length; offset += bytes.length)
    await appendOutput(web.db, { operationId, commandId, milestone: 1, offset, bytes });
  const browser = new Browser(web);
  await browser.signIn(OWNER.email, OWNER.password);
  const { id: sessionId } = await web.db.session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const responses: ServerResponse[] = [];
  const server = createServer((request, response) => {
    responses.push(response);
    void serveLive(web.dependencies, request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const query = `input=${encodeURIComponent(JSON.stringify({ watch: { [operationId]: { event: 0, output: 0 } } }))}`;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  socket.write(`GET /?${query} HTTP/1.1\r\nHost: console\r\nCookie: ${browser.cookie}\r\n\r\n`);
  const watched = (): number => endedSessions.listenerCount(sessionId);
  await expect.poll(watched, { timeout: 10_000 }).toBe(1);
  await sleep(2_000); // by now it is full
  const waiting = responses[0]?.writableLength ?? 0;
  expect(waiting).toBeGreaterThan(0);
  expect(waiting).toBeLessThan(2 * 1024 * 1024); // of eight; a message holds one piece
  socket.destroy();
  await expect.poll(watched, { timeout: 10_000 }).toBe(0);
  server.close();
});
