import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { RequestLimits } from './http/request-limits';
import { appRouter } from './router';
import { ENDPOINT } from './trpc/serve-trpc';
import { Browser } from './testing/browser';
import { OWNER, webWithOwner } from './testing/owner';
import { insertServer } from './testing/rows';
import { readMessages } from './testing/sse';
import type { WebProcess } from './testing/web-process';

const OPERATION = randomUUID();
const SERVER = randomUUID();
const ACCOUNT = { token: 'token', name: 'Ada', email: 'eve@example.com', password: 'correct horse battery' };
const WATCH = { watch: { [OPERATION]: { event: 1, output: 1 } } };
const FORM = {
  serverId: SERVER,
  packageId: 'redis',
  parentId: SERVER,
  input: { port: 6379, password: 'p'.repeat(20) },
};
const SUBMIT = { operationId: OPERATION, ...FORM, planHash: 'hash' };
const ON_INSTALLATION = { installationId: 'none', kind: 'uninstall', input: { removeData: true } };
const STACK = {
  ...{ runId: OPERATION, stackId: 'php-server', serverId: SERVER },
  given: { 3: { password: 'p'.repeat(20) } },
};
const LOGIN = { password: 'secret' };

/** An input that each procedure accepts in shape; what is in it is replaced by something hostile, leaf by leaf. */
const SHAPES: Record<string, unknown> = {
  'setup.createOwner': ACCOUNT,
  'people.join': ACCOUNT,
  'setup.checkLink': { token: 'none' },
  'setup.checkRecoveryLink': { token: 'none' },
  'setup.recover': { token: 'none', password: 'p'.repeat(20) },
  'account.changeName': { name: 'Ada' },
  'account.changePassword': { currentPassword: 'wrong', newPassword: 'p'.repeat(20) },
  'catalog.get': { packageId: 'redis' },
  'catalog.installedOn': { packageId: 'redis' },
  'catalog.parents': { packageId: 'redis' },
  'servers.list': { search: 'web', sort: 'name', cursor: SERVER, limit: 5 },
  'servers.get': { serverId: SERVER },
  'servers.add': { id: SERVER, name: 'web', address: '192.0.2.1', port: 22, username: 'root', login: LOGIN },
  'servers.confirm': { serverId: SERVER, fingerprint: 'SHA256:x' },
  'servers.retryEnrollment': { serverId: SERVER, username: 'root', login: LOGIN },
  'servers.remove': { serverId: 'nobody' },
  'servers.check': { serverId: 'nobody' },
  'servers.found': { serverId: 'nobody' },
  'servers.verifyStopped': { serverId: 'nobody' },
  'servers.unblock': { serverId: 'nobody' },
  'packages.preview': FORM,
  'packages.followPreview': FORM,
  'packages.fieldOptions': { serverId: 'none', packageId: 'nginx', parentId: 'none', kind: 'install' },
  'packages.install': SUBMIT,
  'installations.get': { installationId: 'none' },
  'installations.checkDrift': { installationId: 'none' },
  'installations.services': { installationId: 'none' },
  'installations.form': { installationId: 'none', kind: 'install' },
  'installations.preview': ON_INSTALLATION,
  'installations.followPreview': ON_INSTALLATION,
  'installations.submit': {
    ...{ ...ON_INSTALLATION, operationId: OPERATION, planHash: 'hash' },
    closesOperation: { operationId: OPERATION, point: 1 },
  },
  'installations.settings': { installationId: 'none' },
  'installations.deleteRecord': { installationId: 'none', operationId: OPERATION, reason: 'gone' },
  'operations.list': {
    ...{ status: ['running'], serverId: SERVER, packageId: 'redis', kind: 'install', search: 'redis' },
    ...{ cursor: `2026-01-01T00:00:00.000Z ${OPERATION}`, limit: 5 },
  },
  'operations.get': { operationId: OPERATION },
  'operations.plan': { operationId: OPERATION },
  'operations.planChange': { operationId: OPERATION },
  'operations.events': { operationId: OPERATION, after: 1 },
  'operations.output': { operationId: OPERATION, after: 1, limit: 5 },
  'operations.cancel': { operationId: OPERATION, reason: 'no' },
  'operations.pause': { operationId: OPERATION, resumeAt: '2026-01-01T00:00:00Z' },
  'operations.resume': { operationId: OPERATION },
  'operations.decide': { operationId: OPERATION, point: 1, choice: { action: 'retry_from', milestone: 1 } },
  'operations.resumeInterrupted': { operationId: OPERATION },
  'operations.abandonServer': { operationId: OPERATION },
  'stacks.form': { stackId: 'php-server', serverId: SERVER },
  'stacks.followPreview': STACK,
  'stacks.run': { ...STACK, shown: [{ planHash: 'hash', observations: 'hash' }] },
  'stacks.save': {
    ...{ stackId: OPERATION, name: 'Shop', description: 'Ours', serverId: SERVER },
    installationIds: ['none'],
  },
  'stacks.remove': { stackId: 'none' },
  'stacks.getRun': { runId: 'none' },
  'stacks.continueRun': { runId: 'none', n: 1, again: false },
  'stacks.endRun': { runId: 'none' },
  'notifications.markRead': { operationId: OPERATION },
  'notifications.setEmailPreference': { preference: 'never' },
  'people.invite': { role: 'viewer', email: 'eve@example.com' },
  'people.revokeInvitation': { invitationId: 'none' },
  'people.checkInvitation': { token: 'none' },
  'people.changeRole': { userId: 'none', role: 'viewer' },
  'people.remove': { userId: 'none' },
  'live.poll': { ...WATCH, since: '2026-01-01T00:00:00Z' },
  'live.follow': { ...WATCH, lastEventId: 'e30' },
};
const WITHOUT_INPUT = [
  ...[
    'setup.status',
    'session.me',
    'catalog.list',
    'catalog.rejected',
    'overview.get',
    'overview.adoptCluster',
    'installations.list',
    'stacks.list',
    'stacks.runs',
  ],
  ...['notifications.list', 'notifications.mail', 'people.names', 'people.list'],
];

const HOSTILE_STRINGS = ['\u0000', 'a\u0000b', '\ud800', 'a\udc00b', 'x'.repeat(1_000_000)];
const HOSTILE_NUMBERS = [-1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, -(2 ** 63), null, '1'];
const HOSTILE_DATES = ['0000-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z'];
const WRONG_TYPES: unknown[] = [null, true, 0, 'text', [], {}, [[]], { toString: 1 }, { length: -1 }];
const CURSORS = ['', 'x', ' ', '1 2', `+275760-09-13T00:00:00.000Z ${OPERATION}`, `2026-01-01T00:00:00Z 1'`];

const BODIES = [
  ...['', '{', '[', '"', 'undefined', '\u0000', 'null', '[]', '7', '1e999', '"text"', '{"a":1e999}'],
  '{"json":null,"meta":{"values":{"a.b":["Date"]}}}',
  '{"json":{"a":1},"meta":{"values":[["map",{"x":["custom","y"]}]]}}',
  '{"json":{"a":1},"meta":{"values":{"__proto__.polluted":["Date"]},"referentialEqualities":{"a":["b"]}}}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"\\u0000":1}',
  '{"\\ud800":1}',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
];

let web: WebProcess;
let browser: Browser;

beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
  browser = new Browser(web);
  await browser.signIn(OWNER.email, OWNER.password);
  await insertServer(web.db, { id: SERVER, name: 'Web 1', status: 'enrolling' });
});
afterAll(() => web.close());
// More than a session may ask for in a row.
beforeEach(() => Object.assign(web.dependencies, { requestLimits: new RequestLimits() }));

test('every procedure that takes an input is sent hostile ones', () => {
  expect([...Object.keys(SHAPES), ...WITHOUT_INPUT].sort()).toEqual(
    Object.keys(appRouter._def.procedures).sort(),
  );
});

describe.each(Object.keys(SHAPES).filter((procedure) => procedure !== 'live.follow'))('%s', (procedure) => {
  const shape = SHAPES[procedure];

  test('refuses text that PostgreSQL cannot store, and endless text, wherever it stands', async () => {
    for (const path of leaves(shape, 'string'))
      for (const hostile of HOSTILE_STRINGS) await expectRejection(replaced(shape, path, hostile), path);
    for (const key of ['\u0000', '\ud800'])
      await expectRejection({ ...(shape as object), [key]: 1 }, 'a key');
    await expectRejection({ ...(shape as object), deep: { list: [{ text: '\u0000' }] } }, 'an unknown field');
  });

  test('refuses numbers that are negative, fractional, or beyond 32 bits', async () => {
    for (const path of leaves(shape, 'number'))
      for (const hostile of HOSTILE_NUMBERS) {
        // The port of a package is a text field too: what is typed there may come as text.
        if (path.startsWith('input.') && hostile === '1') continue;
        await expectRejection(replaced(shape, path, hostile), `${path} = ${String(hostile)}`);
      }
  });

  test('answers with a sentence, never with an unforeseen error, to what has the wrong type', async () => {
    for (const path of [...leaves(shape, 'string'), ...leaves(shape, 'number')])
      for (const hostile of [...WRONG_TYPES, ...HOSTILE_DATES, ...CURSORS])
        await expectForeseen(
          JSON.stringify(replaced(shape, path, hostile)),
          `${path} = ${JSON.stringify(hostile)}`,
        );
  });

  async function expectRejection(input: unknown, what: string): Promise<void> {
    const status = await expectForeseen(JSON.stringify(input), what);
    expect([400, 401, 403, 404, 413], what).toContain(status);
  }

  /** Sends a body and answers with the status, which is never that of an unforeseen error. */
  async function expectForeseen(body: string, what: string): Promise<number> {
    return expectForeseenAnswer(await web.trpc(post(procedure, body)), `${procedure}: ${what}`);
  }
});

describe.each(Object.keys(appRouter._def.procedures).filter((path) => path !== 'live.follow'))(
  'the body of %s',
  (procedure) => {
    test('may be anything: the answer is JSON, with a sentence, and never an unforeseen error', async () => {
      for (const body of BODIES) {
        const what = `${procedure} ${body.slice(0, 60)}`;
        await expectForeseenAnswer(await web.trpc(post(procedure, body)), what);
        await expectForeseenAnswer(await web.trpc(post(`${procedure}?batch=1`, body)), what);
        if (body.length < 1000)
          await expectForeseenAnswer(
            await web.trpc(get(`${procedure}?input=${encodeURIComponent(body)}`)),
            what,
          );
      }
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/octet-stream'])
        await expectForeseenAnswer(await web.trpc(post(procedure, 'x', type)), `${procedure} ${type}`);
    });
  },
);

test('a procedure that does not exist is a sentence', async () => {
  for (const path of ['nothing', 'servers', 'servers.__proto__', 'constructor', 'servers.get.%00', '..'])
    expect(await expectForeseenAnswer(await web.trpc(post(path, '{}')), path)).toBe(404);
});

test('the stream refuses a hostile query in one sentence', async () => {
  const shape = SHAPES['live.follow'];
  const inputs = [
    ...leaves(shape, 'string').flatMap((path) =>
      ['\u0000', '\ud800', 'x'].map((hostile) => replaced(shape, path, hostile)),
    ),
    ...leaves(shape, 'number').flatMap((path) =>
      HOSTILE_NUMBERS.map((hostile) => replaced(shape, path, hostile)),
    ),
    { watch: { '\u0000': { event: 0, output: 0 } } },
    { watch: { [OPERATION]: { event: 0, output: 0, more: '\u0000' } } },
  ];
  for (const input of inputs) {
    const leaving = new AbortController();
    for await (const { event, data } of readMessages(await browser.stream(input, leaving.signal))) {
      expect(event, JSON.stringify(input)).toBe('serialized-error');
      expect(JSON.parse(data)).toMatchObject({ data: { code: 'BAD_REQUEST' } });
      expect((JSON.parse(data) as { message: string }).message).toMatch(SENTENCE);
    }
  }
});

test('every list and the stream refuse a position that is none with the same sentence', async () => {
  const sentence = 'The position in the list is not valid. Reload the page.';
  const removed = randomUUID();
  const refused = [
    ...['x', removed, `2026-01-01T00:00:00.000Z ${"'"}`, '\u0001', 7].flatMap((cursor) => [
      ['operations.list', { cursor }] as const,
      ['servers.list', { cursor }] as const,
    ]),
    ...[-1, 0.5, 2 ** 31, '1', null].flatMap((after) => [
      ['operations.events', { operationId: OPERATION, after }] as const,
      ['operations.output', { operationId: OPERATION, after }] as const,
      ['live.poll', { watch: { [OPERATION]: { event: after, output: 0 } } }] as const,
    ]),
    ['live.poll', { watch: {}, since: '0000-01-01T00:00:00Z' }] as const,
  ];
  for (const [procedure, input] of refused) {
    const { status, body } = await browser.call(procedure, input);
    expect({ status, body }, `${procedure} ${JSON.stringify(input)}`).toMatchObject({
      status: 400,
      body: { error: { message: sentence } },
    });
  }
  const streamed = await browser.stream({ watch: {}, lastEventId: 'rubbish' }, AbortSignal.timeout(20_000));
  for await (const { data } of readMessages(streamed))
    expect(JSON.parse(data)).toMatchObject({ message: sentence });
});

const SENTENCE = /^[A-Z“\d].*\.$/;
const INTERNALS =
  /superjson|JSON at|Unexpected|undefined|is not (a function|iterable)|invocation|prisma|node_modules/i;

/** What is said in an answer, which is never that of an unforeseen error; its status. */
async function expectForeseenAnswer(response: Response, what: string): Promise<number> {
  const text = await response.text();
  expect(response.status, `${what}: ${text.slice(0, 500)}`).toBeLessThan(500);
  if (response.status < 400 || response.status === 413) return response.status;
  const errors = [JSON.parse(text) as { error: { message: string } }].flat();
  for (const { error } of errors) if (error) expect(error.message, what).toMatch(SENTENCE);
  expect(text, what).not.toMatch(INTERNALS);
  return response.status;
}

function post(path: string, body: string, type = 'application/json'): Request {
  const headers = { 'content-type': type, origin: web.url.origin, cookie: browser.cookie };
  return new Request(new URL(`${ENDPOINT}/${path}`, web.url), { method: 'POST', headers, body });
}

function get(path: string): Request {
  return new Request(new URL(`${ENDPOINT}/${path}`, web.url), { headers: { cookie: browser.cookie } });
}

/** Where in a value there is something of this type: `login.password`. */
function leaves(value: unknown, type: 'string' | 'number'): string[] {
  if (typeof value === type) return [''];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, held]) =>
    leaves(held, type).map((rest) => (rest === '' ? key : `${key}.${rest}`)),
  );
}

function replaced(value: unknown, path: string, by: unknown): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  holder[last] = by;
  return copy;
}
