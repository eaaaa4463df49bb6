import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { StateHarness } from '../../dsl/testing/state-harness';
import * as certbot from './certbot';
import { content } from '../file/files';
import { responds } from '../http';
import * as php from './php';
import { current } from '../systemd/configuration';

const server = new StateHarness(inject('labServers')[0]!);
afterAll(() => server.end());
const MINUTES = 60_000;
const WEBROOT = '/var/www/html';
const NGINX = { configFiles: ['/etc/nginx/**'], onChange: 'reload', reloadStartsProcesses: true } as const;

const PEBBLE = `
  printf '127.0.0.1 site.example www.site.example\\n' >>/etc/hosts
  cd /root && openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost' -keyout key.pem -out cert.pem 2>/dev/null
  cp cert.pem /usr/local/share/ca-certificates/pebble.crt && update-ca-certificates >/dev/null
  echo '{"pebble":{"listenAddress":"127.0.0.1:14000","managementListenAddress":"127.0.0.1:15000","certificate":"/root/cert.pem","privateKey":"/root/key.pem","httpPort":80,"tlsPort":443}}' >pebble.json
  systemd-run -q --unit=pebble -E PEBBLE_VA_NOSLEEP=1 -E PEBBLE_WFE_NONCEREJECT=0 -E PEBBLE_AUTHZREUSE=0 pebble -config /root/pebble.json`;

beforeAll(async () => {
  await server.run(
    'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends nginx php-fpm php-curl certbot pebble openssl ca-certificates curl',
    600,
  );
  await server.run(PEBBLE);
  await server.run(
    'for n in 1 2 3 4 5 6 7 8 9; do ss -Hltn "sport = :14000" | grep -q . && break; sleep 1; done',
  );
}, 10 * MINUTES);

test(
  'PHP answers with its version and extensions, or says what is missing',
  { timeout: 2 * MINUTES },
  async () => {
    const socket = '/run/php/php8.2-fpm.sock';
    expect(
      (await server.bringAbout(php.answersOn(socket, { version: '8.2', modules: ['curl', 'opcache'] })))
        .applied,
    ).toBe(0);
    await expect(
      server.bringAbout(php.answersOn(socket, { version: '8.2', modules: ['gd'] })),
    ).rejects.toThrow('has not loaded gd');
    await expect(server.bringAbout(php.answersOn(socket, { version: '8.1' }))).rejects.toThrow(
      'PHP 8.1 does not answer',
    );
  },
);

const request = (...domains: string[]) =>
  certbot.certificate({
    directory: 'https://localhost:14000/dir',
    email: 'ann@example.org',
    domains,
    webroot: WEBROOT,
    keyType: 'ecdsa',
  });

test('a certificate is issued and gone, and takes another name', { timeout: 5 * MINUTES }, async () => {
  await server.expectThereAndBack(request('site.example'));
  expect(await server.run('ls /etc/letsencrypt/live /etc/letsencrypt/renewal')).not.toContain('site.example');
  await server.bringAbout(request('site.example'));
  await server.expectThereAndBack(request('site.example', 'www.site.example'));
  expect(await server.checks([request('site.example'), certbot.valid('site.example', { days: 30 })])).toEqual(
    [0, 0],
  );
});

test('a challenge that is not served is explained', { timeout: 2 * MINUTES }, async () => {
  const elsewhere = certbot.certificate({
    directory: 'https://localhost:14000/dir',
    email: 'ann@example.org',
    domains: ['www.site.example'],
    webroot: '/srv',
    keyType: 'rsa',
  });
  const failure = await server.bringAbout(elsewhere).then(String, String);
  const known = elsewhere.failures?.find(({ pattern }) => new RegExp(pattern).test(failure));
  expect(known?.cause).toBe('The web server does not serve the challenge at {url}');
});

test('a site answers by its name, over HTTP and TLS', { timeout: 2 * MINUTES }, async () => {
  const tls = '/etc/letsencrypt/live/site.example';
  const site = `server {
    listen 80; listen 443 ssl; server_name site.example;
    ssl_certificate ${tls}/fullchain.pem; ssl_certificate_key ${tls}/privkey.pem;
    location / { return 200 "it is $scheme"; }
  }`;
  const file = content('/etc/nginx/conf.d/site.conf', site);
  await server.bringAbout([file, current('nginx', NGINX)]);
  const answers = [
    responds({ url: 'http://site.example/', via: '127.0.0.1', body: 'it is http' }),
    responds({ url: 'https://site.example/', via: '127.0.0.1', body: 'it is https', certificate: 'any' }),
  ];
  await server.bringAbout(answers);
  const verified = responds({ url: 'https://site.example/', via: '127.0.0.1', status: 'any' });
  expect(await server.checks(verified)).toEqual([1]);
  await server.run(
    'curl -sk https://127.0.0.1:15000/roots/0 >/usr/local/share/ca-certificates/root.crt; update-ca-certificates >/dev/null',
  );
  expect(await server.checks(verified)).toEqual([0]);
  await server.run('mv /usr/bin/curl /root/');
  expect(await server.checks([...answers, verified])).toEqual([0, 0, 0]);
});

test('a certificate is deleted', { timeout: 2 * MINUTES }, async () => {
  await server.bringAbout(certbot.absent('site.example'));
  await expect(server.bringAbout(certbot.valid('site.example', { days: 1 }))).rejects.toThrow(
    'There is no certificate',
  );
});
