import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createWebServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sh } from '../dsl/sh';
import { localShell } from '../dsl/testing/local-shell';
import type { State } from '../dsl/state';
import { compiled, runState } from '../dsl/testing/run-state';
import { parseFindings } from '@milepost/contract/finding';
import * as disk from './disk';
import * as http from './http';
import * as port from './port';
import { assertion } from './assertion';

const shell = localShell();

describe('an assertion', () => {
  const file = `/tmp/milepost-proof-${process.pid}`;

  test('is waited for', async () => {
    const state = assertion({
      id: 'waited',
      label: 'It came',
      check: sh`[ -e ${file} ]`,
      timeoutSeconds: 30,
      onFailure: sh`echo late`,
    });
    const { exitCode, output } = await shell(
      `( sleep 0.5; : >${file} ) & ${state.apply.script}; rm ${file}`,
      {},
    );
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
  });

  test('says why it does not hold', async () => {
    const state = assertion({
      id: 'never',
      label: 'Never',
      check: sh`exit 1`,
      onFailure: sh`echo ${'It does not hold.'}`,
    });
    expect(await runState(state, { shell }).apply()).toEqual({ exitCode: 5, output: 'It does not hold.\n' });
  });
});

describe('a web page', () => {
  const serve = async (answer: { status: number; body: string }, use: (port: number) => Promise<void>) => {
    const server = createWebServer((_request, response) =>
      response.writeHead(answer.status).end(answer.body),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use((server.address() as AddressInfo).port).finally(() => server.close());
  };
  const body = '<h1>It’s 100 % “here”</h1>\n\nlast line\n';
  const check = (at: number, wanted = body) =>
    runState(http.responds({ port: at, body: wanted, explain: sh`:` }), { shell }).check();

  test('is there, byte by byte', () =>
    serve({ status: 200, body }, async (at) => expect(await check(at)).toBe(0)));
  test('is another', () =>
    serve({ status: 200, body: `${body} ` }, async (at) => expect(await check(at)).toBe(1)));
  test('is an error page', () => serve({ status: 500, body }, async (at) => expect(await check(at)).toBe(1)));
  test('is not there at all', async () => {
    let closed = 0;
    await serve({ status: 200, body }, (at) => Promise.resolve(void (closed = at)));
    expect(await check(closed)).toBe(1);
  });

  describe('that never comes: the failure says what answers instead', () => {
    const folder = mkdtempSync(join(tmpdir(), 'milepost-proof-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    // Waits for nothing.
    symlinkSync('/bin/true', join(folder, 'sleep'));
    const impatient = localShell({ path: folder });
    const failure = async (at: number) =>
      (await runState(http.responds({ port: at, body, explain: sh`:` }), { shell: impatient }).apply())
        .output;
    const says = (at: number) =>
      `http://127.0.0.1:${at}/ does not answer with the expected page. It answers:`;

    test('another page', () =>
      serve({ status: 500, body: 'Broken' }, async (at) => {
        const output = await failure(at);
        expect(output).toContain(`${says(at)} HTTP/1.1 500`);
        expect(output).toContain('Broken');
      }));

    test('nothing', async () => {
      let closed = 0;
      await serve({ status: 200, body }, (at) => Promise.resolve(void (closed = at)));
      expect(await failure(closed)).toBe(`${says(closed)} nothing (connection refused)\n`);
    });
  });
});

test('a port answers, or does not', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: at } = server.address() as AddressInfo;
  expect(await runState(port.listening(at), { shell }).check()).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  expect(await runState(port.listening(at), { shell }).check()).toBe(1);
});

const findings = async (state: State) =>
  parseFindings((await shell(compiled(state).preview?.script ?? '', {})).output);

describe('a port', () => {
  const listen = async (use: (port: number) => Promise<void>) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use((server.address() as AddressInfo).port).finally(() => server.close());
  };

  test('is not free while a process of no such unit listens, whatever its name', () =>
    listen(async (at) => {
      const state = port.availableFor(at, 'node', { field: 'port' });
      expect(await runState(state, { shell }).check()).toBe(1);
      expect((await runState(state, { shell }).apply()).output).toMatch(
        new RegExp(`^Port ${at} is in use by \\S+ .*\n$`),
      );
      expect(await findings(state)).toMatchObject([
        {
          kind: 'blocked',
          field: 'port',
          sentence: expect.stringMatching(/or choose another port[.]$/) as string,
        },
      ]);
    }));

  test('is free when nobody listens on it any more', async () => {
    let closed = 0;
    await listen((at) => Promise.resolve(void (closed = at)));
    expect(await runState(port.availableFor(closed, 'nginx'), { shell }).check()).toBe(0);
  });
});

describe('a disk', () => {
  test('has room', async () => expect(await runState(disk.free('/', 1), { shell }).check()).toBe(0));

  test('has no room, and the operation is blocked by its name', async () => {
    const state = disk.free('/no/such/directory', 1_000_000_000);
    expect(await runState(state, { shell }).check()).toBe(1);
    expect(await findings(state)).toMatchObject([
      {
        kind: 'blocked',
        sentence: expect.stringMatching(/ has \d+ MB free, 1000000000 MB are needed for [/]no/) as string,
      },
    ]);
  });
});
