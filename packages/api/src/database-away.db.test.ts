import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresInstance } from '../../../apps/worker/test/harness/postgres-instance';
import { appRouter } from './router';
import { Browser } from './testing/browser';
import { OWNER, webWithOwner } from './testing/owner';
import { readMessages } from './testing/sse';
import type { WebProcess } from './testing/web-process';

const SENTENCE = 'The database is not responding.';

let postgres: PostgresInstance;
let web: WebProcess;
let browser: Browser;

beforeAll(async () => {
  postgres = await PostgresInstance.start();
  web = await webWithOwner(postgres.url);
  browser = new Browser(web);
  await browser.signIn(OWNER.email, OWNER.password);
}, 120_000);
afterAll(async () => {
  await web.close();
  await postgres.close();
});

test('while the database is down everything answers 503 in a sentence, and afterwards the session is still there', async () => {
  const { cookie } = browser;
  expect((await browser.call('session.me')).status).toBe(200);
  const caller = web.as('operator');
  await postgres.kill();

  for (const procedure of Object.keys(appRouter._def.procedures)) {
    if (procedure === 'live.follow') continue;
    const { status, body } = await browser.call(procedure, {});
    expect({ status, body }, procedure).toMatchObject({
      status: 503,
      body: { error: { message: SENTENCE, data: { code: 'SERVICE_UNAVAILABLE' } } },
    });
  }
  // Past the session: models, statements of the driver, and a transaction.
  const operationId = randomUUID();
  for (const call of [
    () => caller.servers.list({}),
    () => caller.operations.list({}),
    () => caller.operations.cancel({ operationId }),
    () => caller.catalog.list(),
    () => web.as(null).setup.createOwner({ token: 'x', ...OWNER }),
  ])
    await expect(call()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      cause: { publicMessage: SENTENCE },
    });

  for (const answer of [await browser.signIn(OWNER.email, OWNER.password), await browser.signOut()])
    expect(answer).toMatchObject({ status: 503, body: { code: 'SERVICE_UNAVAILABLE', message: SENTENCE } });
  expect(browser.cookie).toBe(cookie);
  // What is known to be wrong is answered without the database.
  expect(await browser.auth('/get-session', {})).toMatchObject({
    status: 404,
    body: { code: 'NOT_FOUND', message: 'There is nothing at this address.' },
  });

  for await (const { event, data } of readMessages(
    await browser.stream({ watch: {} }, AbortSignal.timeout(20_000)),
  )) {
    expect(event).toBe('serialized-error');
    expect(JSON.parse(data)).toMatchObject({ message: SENTENCE, data: { code: 'SERVICE_UNAVAILABLE' } });
  }

  await postgres.start();
  expect(await browser.call('session.me')).toMatchObject({ status: 200 });
  expect((await browser.signOut()).status).toBe(200);
}, 120_000);
