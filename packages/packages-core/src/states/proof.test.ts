import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createWebServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { sh } from '../dsl/sh';
import { localShell } from '../dsl/testing/local-shell';
import { trial } from '../dsl/testing/try-state';
import * as port from './port';
import { proof } from './proof';

const shell = localShell();

describe('a proof', () => {
  const file = `/tmp/milepost-proof-${process.pid}`;

  test('is waited for', async () => {
    const state = proof({
      id: 'waited',
      label: 'It came',
      check: sh`[ -e ${file} ]`,
      within: 30,
      otherwise: sh`echo late`,
    });
    const { exitCode, output } = await shell(
      `( sleep 0.5; : >${file} ) & ${state.apply.script}; rm ${file}`,
      {},
    );
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
  });

  test('says why it does not hold', async () => {
    const state = proof({
      id: 'never',
      label: 'Never',
      check: sh`exit 1`,
      otherwise: sh`echo ${'It does not hold.'}`,
    });
    expect(await trial(state, { shell }).apply()).toEqual({ exitCode: 5, output: 'It does not hold.\n' });
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
    trial(port.serves({ port: at, body: wanted }), { shell }).check();

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
});

test('a port answers, or does not', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: at } = server.address() as AddressInfo;
  expect(await trial(port.answers(at), { shell }).check()).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  expect(await trial(port.answers(at), { shell }).check()).toBe(1);
});
