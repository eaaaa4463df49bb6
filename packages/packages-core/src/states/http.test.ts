import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localShell } from '../dsl/testing/local-shell';
import { runState } from '../dsl/testing/run-state';
import { testFolder } from '../dsl/testing/test-folder';
import { stateViolations } from '../dsl/testing/there-and-back';
import type { ExpectedPage } from './http';
import { responds } from './http';

const folder = testFolder();

async function serve(server: Server, use: (port: number) => Promise<void>) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await use((server.address() as AddressInfo).port).finally(() => server.close());
}
const echo: Parameters<typeof createServer>[1] = (request, response) =>
  response
    .writeHead(request.url === '/old' ? 301 : 200)
    .end(`${request.headers.host ?? ''} ${request.url ?? ''}\n`);
const check = (page: ExpectedPage, shell = localShell()) => {
  expect(stateViolations(responds(page))).toEqual([]);
  return runState(responds(page), { shell }).check();
};

describe('http', () => {
  const at = (port: number, path: string, more: object) => ({
    ...{ url: `http://site.example:${port}${path}`, via: '127.0.0.1' },
    ...more,
  });

  test.each([
    ['/a', {}, 0],
    ['/a', { status: 404 }, 1],
    ['/old', {}, 1],
    ['/old', { status: 301 }, 0],
    ['/old', { status: 'any' as const }, 0],
    ['/a?b=c', { contains: '/a?b=c' }, 0],
    ['/a', { contains: 'none of it' }, 1],
  ])('%s as %j: the check exits with %i', (path, more, code) =>
    serve(createServer(echo), async (port) => {
      expect(await check(at(port, path, more))).toBe(code);
      expect(await check(at(port, path, { ...more, body: `site.example:${port} ${path}\n` }))).toBe(code);
      expect(await check(at(port, path, { ...more, body: 'other' }))).toBe(1);
    }),
  );

  test('nobody is there', async () => {
    let closed = 0;
    await serve(createServer(echo), (port) => Promise.resolve(void (closed = port)));
    expect(await check(at(closed, '/', { status: 'any' }))).toBe(1);
  });
});

describe('https', () => {
  const tls = () => {
    const [key, cert] = [join(folder.home, 'key'), join(folder.home, 'cert')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=site.example'],
        ...['-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    );
    return createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, echo);
  };

  test('a certificate of nobody is refused, unless any will do', () =>
    serve(tls(), async (port) => {
      const page = { url: `https://site.example:${port}/`, via: '127.0.0.1' };
      expect(await check(page)).toBe(1);
      expect(await check({ ...page, certificate: 'any', contains: 'site.example' })).toBe(0);
      const byOpenssl = `mp_https_by_openssl https site.example 127.0.0.1 ${port} /`;
      const shell = localShell();
      expect((await shell(`${byOpenssl} any`, {})).output).toContain(`site.example:${port} /`);
      expect((await shell(`${byOpenssl} verified`, {})).output).toBe('');
    }));
});

test.each(['ftp://x/', 'http://a b/', 'http://x/"', 'http:///x', 'x'])('%s is no URL', (url) => {
  expect(() => responds({ url })).toThrow('Not a URL');
});
