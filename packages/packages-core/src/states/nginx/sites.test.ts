import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFindings } from '@milepost/contract/finding';
import { localShell } from '../../dsl/testing/local-shell';
import { testFolder } from '../../dsl/testing/test-folder';
import { compiled, runState } from '../../dsl/testing/run-state';
import { noOtherDefault, requestsTakenOver } from './sites';

const folder = testFolder();
const site = (port: number) => ({ port, field: 'port', home: folder.home });
const MAIN = 'events {}\nhttp { include conf.d/*.conf; include sites-enabled/*; }';
const OURS = 'server { listen 80 default_server; listen [::]:80 default_server; server_name _; }';

const write = async (files: Record<string, string>) => {
  for (const [name, text] of Object.entries({ 'nginx.conf': MAIN, ...files })) {
    await mkdir(dirname(join(folder.home, name)), { recursive: true });
    await writeFile(join(folder.home, name), text);
  }
};
const blocked = async (port: number) => {
  const { output } = await localShell()(compiled(noOtherDefault(site(port))).preview!.script, {});
  return parseFindings(output).map(({ sentence }) => sentence.replaceAll(folder.home, '…'));
};
const takenOver = async (port: number) => {
  const { output } = await localShell()(requestsTakenOver(site(port)).script, {});
  return parseFindings(output).map(({ sentence }) => sentence.replaceAll(folder.home, '…'));
};

const AT = '…/sites-enabled/shop, line';
const CHOOSE = 'choose another port.';

describe('a default site on port 80 is not possible beside', () => {
  test.each<[name: string, shop: string, sentence: string]>([
    [
      'another default_server',
      'server {\n  listen 80 # ours\n default_server; }',
      `${AT} 2, is already the default site on port 80: choose another port, or remove “default_server” there.`,
    ],
    [
      'another default_server of IPv6',
      'server { listen [::]:80 default_server ipv6only=on; }',
      `${AT} 1, is already the default site on port 80: choose another port, or remove “default_server” there.`,
    ],
    [
      'one in the old words',
      'server { listen *:80 default; }',
      `${AT} 1, is already the default site on port 80: choose another port, or remove “default_server” there.`,
    ],
    [
      'one in an included file',
      'server { include listen.inc; }',
      `…/listen.inc, line 2, is already the default site on port 80: choose another port, or remove “default_server” there.`,
    ],
    [
      'one without a name',
      'server { listen 80; server_name _; }',
      `The site in ${AT} 1, answers all requests on port 80 that no other site answers, and would no longer be reached: choose another port, or give it a server_name.`,
    ],
    [
      'one that names no port',
      '\nserver { root /srv; }',
      `The site in ${AT} 2, answers all requests on port 80 that no other site answers, and would no longer be reached: choose another port, or give it a server_name.`,
    ],
    [
      'one on the loopback',
      'server { listen 127.0.0.1:80; server_name shop.example; }',
      `The site in ${AT} 1, listens on 127.0.0.1:80, where the default site would not be reached: ${CHOOSE}`,
    ],
    [
      'one on another address',
      'server { listen 192.0.2.5; server_name shop.example; }',
      `The site in ${AT} 1, listens on 192.0.2.5:80, where the default site would not be reached: ${CHOOSE}`,
    ],
    [
      'one that has the name 127.0.0.1',
      'server { listen 80; server_name shop.example 127.0.0.1; }',
      `The site in ${AT} 1, answers to the name 127.0.0.1 on port 80: ${CHOOSE}`,
    ],
    [
      'one for names like it',
      'server { listen 80; server_name shop.example 127.*; }',
      `The site in ${AT} 1, answers to the name 127.0.0.1 on port 80: ${CHOOSE}`,
    ],
    [
      'one for all names',
      'server { listen 80; server_name "~^(?<name>.+)\\.\\d{1,3}$"; }',
      `The site in ${AT} 1, answers to the name 127.0.0.1 on port 80: ${CHOOSE}`,
    ],
    [
      'one with TLS',
      'server { listen 80 ssl; server_name shop.example; }',
      `The site in ${AT} 1, listens on port 80 with “ssl”, which would hold for the default page as well: ${CHOOSE}`,
    ],
    [
      'one that takes IPv4 through IPv6',
      'server { listen [::]:80 ipv6only=off; server_name shop.example; }',
      `The site in ${AT} 1, listens on port 80 for IPv4 through its IPv6 address: ${CHOOSE}`,
    ],
  ])('%s', async (_name, shop, sentence) => {
    await write({ 'sites-enabled/shop': shop, 'listen.inc': '#\nlisten 80 default_server;' });
    expect(await blocked(80)).toEqual([sentence]);
    const precondition = runState(noOtherDefault(site(80)), { shell: localShell() });
    expect(await precondition.check()).toBe(1);
    expect((await precondition.apply()).output.replaceAll(folder.home, '…')).toBe(`${sentence}\n`);
    expect(await blocked(8080)).toEqual([]);
    expect(await runState(noOtherDefault(site(8080)), { shell: localShell() }).check()).toBe(0);
  });

  test('a server of the stream module on a range of ports', async () => {
    await write({ 'nginx.conf': `${MAIN} stream { server {\nlisten 70-90; } }` });
    expect(await blocked(80)).toEqual([
      `The stream server in …/nginx.conf, line 2, listens on port 80: ${CHOOSE}`,
    ]);
  });

  test('a configuration that reads no sites', async () => {
    await write({ 'nginx.conf': 'http { include conf.d/*.conf; }', 'sites-enabled/shop': OURS });
    expect(await blocked(80)).toEqual([
      '…/nginx.conf does not include …/sites-enabled/*, where Milepost puts its site: add “include …/sites-enabled/*;” to its http section.',
    ]);
  });
});

describe('a default site on port 80 is possible beside', () => {
  test.each<[name: string, shop: string, takes: boolean]>([
    ['a site with a name', 'server { listen 80; listen [::]:80; server_name shop.example; }', true],
    [
      'sites on other ports',
      'server { listen 8080 default_server; listen 443 ssl; listen unix:/run/x; }',
      false,
    ],
    ['a site that is commented out', '# server { listen 80 default_server; }', false],
    ['a name with a pattern that does not match', 'server { listen 80; server_name ~^www\\.; }', true],
  ])('%s', async (_name, shop, takes) => {
    await write({ 'sites-enabled/shop': shop, 'sites-available/off': OURS });
    expect(await blocked(80)).toEqual([]);
    expect(await takenOver(80)).toEqual(
      takes
        ? [
            'The default page answers requests on port 80 for names that no site has. So far the site in …/sites-enabled/shop, line 1, does.',
          ]
        : [],
    );
  });

  test('sites on addresses of their own, and without names, once it is there', async () => {
    await write({
      'sites-enabled/milepost-default': OURS,
      'sites-enabled/shop': 'server { listen 192.0.2.5:80; } server { listen 80; }',
    });
    expect(await blocked(80)).toEqual([]);
    expect(await takenOver(80)).toEqual([]);
  });

  test('nothing, on a fresh server', async () => {
    expect(await blocked(80)).toEqual([]);
  });
});
