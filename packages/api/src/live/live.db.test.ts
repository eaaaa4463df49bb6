import { appendOutput } from '@milepost/db/operations/output/append-output';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { MAX_STREAMS } from '../http/request-limits';
import { Browser } from '../testing/browser';
import { formFor, submitForm } from '../testing/operations';
import { OWNER, webWithOwner } from '../testing/owner';
import { insertServer } from '../testing/rows';
import { readMessages, updateOf } from '../testing/sse';
import type { Message } from '../testing/sse';
import { webProcess } from '../testing/web-process';
import type { WebProcess } from '../testing/web-process';
import type { LiveUpdate, Position } from '../views/views';
import { followLive } from './follow-live';
import { decodeCursor } from './resume-cursor';

const START: Position = { event: 0, output: 0 };

let web: WebProcess;
beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
});
afterAll(() => web.close());

async function signedIn(at = web): Promise<Browser> {
  await web.db.rateLimit.deleteMany();
  const browser = new Browser(at);
  await browser.signIn(OWNER.email, OWNER.password);
  return browser;
}

async function operation() {
  const server = await insertServer(web.db);
  const operationId = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
  return { server, operationId, activities: drive(web.db, operationId) };
}

/** Reads a stream in the background and keeps what came. */
function reading(response: Response) {
  const messages: Message[] = [];
  let heard: () => void = () => undefined;
  const ended = (async () => {
    for await (const message of readMessages(response)) {
      messages.push(message);
      heard();
    }
  })().finally(() => {
    heard();
  });
  ended.catch(() => undefined);
  return {
    messages,
    updates: () => messages.filter(({ event, id }) => event === 'message' && id !== null).map(updateOf),
    async until(holds: () => boolean): Promise<void> {
      while (!holds()) await new Promise<void>((resolve) => (heard = resolve));
    },
  };
}

const numbers = (updates: LiveUpdate[], operationId: string) =>
  updates
    .flatMap(({ operations }) => operations)
    .filter(({ summary }) => summary.id === operationId)
    .flatMap(({ events }) => events.map(({ n }) => n));

describe('the stream', () => {
  test('needs somebody who is signed in', async () => {
    const stream = reading(await new Browser(web).stream({ watch: {} }, AbortSignal.timeout(20_000)));
    await stream.until(() => stream.messages.some(({ event }) => event === 'serialized-error'));
    expect(stream.messages.at(-1)?.data).toContain('UNAUTHORIZED');
    expect(stream.updates()).toEqual([]);
  });

  test('is open at most twenty times in a session, and again once one is closed', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const first = new AbortController();
    const rest = new AbortController();
    const opened = (stream: ReturnType<typeof reading>) =>
      stream.until(() => stream.messages.some(({ event }) => event === 'connected'));
    const open = async (by: Browser, { signal }: AbortController) =>
      reading(await by.stream({ watch: {} }, signal));
    await opened(await open(browser, first));
    for (let n = 1; n < MAX_STREAMS; n++) await opened(await open(browser, rest));
    const refused = await open(browser, rest);
    await refused.until(() => refused.messages.some(({ event }) => event === 'serialized-error'));
    expect(refused.messages.at(-1)?.data).toContain('TOO_MANY_REQUESTS');
    await opened(await open(other, rest));
    first.abort();
    await vi.waitFor(async () => {
      const again = await open(browser, rest);
      await again.until(() => again.messages.length > 0);
      expect(again.messages[0]?.event).toBe('connected');
    });
    rest.abort();
  });

  test('is only read, and says what it cannot read', async () => {
    const url = await web.liveUrl();
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    const browser = await signedIn();
    for (const input of ['', 'rubbish', '{}', 'null', '{"watch":{"1":{"event":-1,"output":0}}}']) {
      const answer = await fetch(`${url}?input=${encodeURIComponent(input)}`, {
        headers: { cookie: browser.cookie },
      });
      const stream = reading(answer);
      await stream.until(() => stream.messages.some(({ event }) => event === 'serialized-error'));
      expect(stream.messages.at(-1)?.data).toContain('BAD_REQUEST');
    }
  });

  test('gives all events of what is watched, from the first on, and summaries of the rest', async () => {
    const watched = await operation();
    const other = await operation();
    const client = new AbortController();
    const watch = { [watched.operationId]: START };
    const stream = reading(await (await signedIn()).stream({ watch }, client.signal));
    expect(await watched.activities.complete()).toBe('completed');
    expect(await other.activities.complete()).toBe('completed');
    const { lastEvent } = await web.db.operation.findUniqueOrThrow({ where: { id: watched.operationId } });
    await stream.until(() => numbers(stream.updates(), watched.operationId).at(-1) === lastEvent);
    expect(numbers(stream.updates(), watched.operationId)).toEqual(
      Array.from({ length: lastEvent }, (_, i) => i + 1),
    );

    const said = (id: string) =>
      stream.updates().flatMap(({ operations }) => operations.filter(({ summary }) => summary.id === id));
    await stream.until(() => said(other.operationId).some(({ summary }) => summary.status === 'completed'));
    expect(
      said(other.operationId).every(
        ({ detail, events, position }) => !detail && !position && events.length === 0,
      ),
    ).toBe(true);
    expect(
      said(watched.operationId)
        .at(-1)
        ?.detail?.milestones.every(({ status }) => status === 'done'),
    ).toBe(true);
    expect(stream.updates().flatMap(({ servers }) => servers)).toContain(watched.server.id);
    client.abort();
  });

  test('goes on from the last message, without a gap and without repeating', async () => {
    const { operationId, activities } = await operation();
    const browser = await signedIn();
    const watch = { [operationId]: START };
    const first = new AbortController();
    const before = reading(await browser.stream({ watch }, first.signal));
    await activities.open();
    await activities.prepare();
    await before.until(() => numbers(before.updates(), operationId).length >= 2);
    first.abort();
    const last = before.messages.filter(({ id }) => id !== null).at(-1);
    const seen = numbers(before.updates(), operationId);
    expect(decodeCursor(last?.id ?? '')[operationId]?.event).toBe(seen.at(-1));

    await activities.complete(); // while nobody listens
    const { lastEvent } = await web.db.operation.findUniqueOrThrow({ where: { id: operationId } });
    const second = new AbortController();
    const after = reading(await browser.stream({ watch, lastEventId: last?.id }, second.signal));
    await after.until(() => numbers(after.updates(), operationId).at(-1) === lastEvent);
    expect([...seen, ...numbers(after.updates(), operationId)]).toEqual(
      Array.from({ length: lastEvent }, (_, i) => i + 1),
    );
    second.abort();
  });

  test('carries output as whole characters', async () => {
    const { operationId, activities } = await operation();
    await activities.open();
    await activities.prepare();
    const { id: commandId } = await activities.begin(1);
    const client = new AbortController();
    const stream = reading(
      await (await signedIn()).stream({ watch: { [operationId]: START } }, client.signal),
    );
    const text = 'Größe 12 € ✓ 🎉\n';
    const bytes = Uint8Array.from(Buffer.from(text));
    for (let offset = 0; offset < bytes.length; offset += 3) {
      const part = bytes.slice(offset, offset + 3);
      await appendOutput(web.db, { operationId, commandId, milestone: 1, offset, bytes: part });
    }
    const output = () =>
      stream
        .updates()
        .flatMap(({ operations }) => operations.flatMap((one) => one.output.map((chunk) => chunk.text)));
    await stream.until(() => output().join('').length === text.length);
    expect(output().join('')).toBe(text);
    client.abort();
  });

  test('ends when its reader signs out, and says why', async () => {
    const browser = await signedIn();
    const stream = reading(await browser.stream({ watch: {} }, AbortSignal.timeout(30_000)));
    await stream.until(() => stream.updates().length > 0);
    await browser.signOut();
    await stream.until(() => stream.messages.some(({ event }) => event === 'serialized-error'));
    expect(stream.messages.at(-1)?.data).toContain('UNAUTHORIZED');
  });

  test('ends in a way that brings the client back when the process is asked to end', async () => {
    const other = await webProcess({ databaseUrl: inject('databaseUrl') });
    const browser = await signedIn(other);
    const stream = reading(await browser.stream({ watch: {} }, AbortSignal.timeout(30_000)));
    await stream.until(() => stream.updates().length > 0);
    other.shutdown.abort();
    await stream.until(() => stream.messages.some(({ event }) => event === 'serialized-error'));
    expect(stream.messages.at(-1)?.data).toContain('SERVICE_UNAVAILABLE');
    await other.close();
  });
});

describe('between two messages at most a beat passes', () => {
  const user = { id: '1', name: 'Ada', email: 'ada@example.com', role: 'owner' } as const;

  function collect(
    operationId: string,
    readSession: () => Promise<{ sessionId: string; user: typeof user } | null>,
  ) {
    const client = new AbortController();
    const following = followLive(web, {
      user,
      sessionId: 's',
      readSession,
      watch: { [operationId]: START },
      lastEventId: null,
      signal: client.signal,
      heartbeatMs: 20,
    });
    return { client, following };
  }

  test('each heartbeat holds the state of the watched operations', async () => {
    const { operationId } = await operation();
    const { client, following } = collect(operationId, () => Promise.resolve({ sessionId: 's', user }));
    const updates: LiveUpdate[] = [];
    for await (const [, update] of following) {
      updates.push(update);
      if (updates.length === 4) client.abort();
    }
    expect(updates).toHaveLength(4);
    for (const { operations } of updates.slice(-2)) {
      expect(operations).toMatchObject([{ summary: { id: operationId, status: 'queued' }, events: [] }]);
    }
  });

  test('the right to see the stream is checked with each heartbeat', async () => {
    const { operationId } = await operation();
    const gone = collect(operationId, () => Promise.resolve(null));
    const drained = async (following: AsyncIterator<unknown>) => {
      while (!(await following.next()).done);
    };
    await expect(drained(gone.following)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const viewerOnly = { sessionId: 's', user: { ...user, role: 'viewer' } } as never;
    const changed = collect(operationId, () => Promise.resolve(viewerOnly));
    await expect(drained(changed.following)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

test('polling tells the same without a gap', async () => {
  const { operationId, activities, server } = await operation();
  const { poll } = web.as('viewer').live;
  let watch: Record<string, Position> = { [operationId]: START };
  const seen: number[] = [];
  let since: string | null = null;
  const ask = async () => {
    const update: Awaited<ReturnType<typeof poll>> = await poll({ watch, since });
    since = update.at;
    for (const { summary, events, position } of update.operations) {
      if (summary.id !== operationId) continue;
      seen.push(...events.map(({ n }) => n));
      if (position) watch = { [operationId]: position };
    }
    return update;
  };
  expect((await ask()).operations.some(({ summary }) => summary.id === operationId)).toBe(true);
  await activities.open();
  await activities.prepare();
  await ask();
  await activities.complete();
  const last = await ask();
  const { lastEvent } = await web.db.operation.findUniqueOrThrow({ where: { id: operationId } });
  expect(seen).toEqual(Array.from({ length: lastEvent }, (_, i) => i + 1));
  expect(last.servers).toContain(server.id);
  expect(last.operations.find(({ summary }) => summary.id === operationId)?.summary.status).toBe('completed');
});
