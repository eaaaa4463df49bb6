import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationRow } from '../../dsl/conformance/sample-installations';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { certificate as requested } from '../../states/web/certbot';
import { sum } from '../../dsl/testing/sum-applied';
import certbot from './certbot';
import certificate from './certificate';
import nginx from './nginx';

const MINUTES = 60_000;
/** An authority for tests, Debian's own, that trusts this server's hosts file and is reached from it alone. */
const PEBBLE = `
  export DEBIAN_FRONTEND=noninteractive
  (apt-get -qq update; apt-get -qqy install --no-install-recommends pebble openssl ca-certificates curl) >/dev/null 2>&1
  echo '127.0.0.1 site.example www.site.example' >>/etc/hosts
  cd /root
  openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost' -keyout key.pem -out cert.pem 2>/dev/null
  cp cert.pem /usr/local/share/ca-certificates/pebble.crt
  update-ca-certificates >/dev/null
  echo '{"pebble":{"listenAddress":"127.0.0.1:14000","managementListenAddress":"127.0.0.1:15000","certificate":"/root/cert.pem","privateKey":"/root/key.pem","httpPort":80,"tlsPort":443}}' >pebble.json
  systemd-run -q --unit=pebble -E PEBBLE_VA_NOSLEEP=1 -E PEBBLE_WFE_NONCEREJECT=0 -E PEBBLE_AUTHZREUSE=0 pebble -config /root/pebble.json
  for n in 1 2 3 4 5 6 7 8 9; do
    curl -sk https://127.0.0.1:15000/roots/0 >root.pem && curl -sk https://127.0.0.1:15000/intermediates/0 >between.pem && break
    sleep 1
  done`;
const CHAIN = '/etc/letsencrypt/live/site.example/fullchain.pem';
const SITE = `server {
  listen 443 ssl; server_name site.example;
  ssl_certificate ${CHAIN}; ssl_certificate_key /etc/letsencrypt/live/site.example/privkey.pem;
}`;

describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  const input = { email: 'ann@example.org', agree: true, directory: 'https://localhost:14000/dir' };
  const parent = installationRow(certbot, input);
  const site = { domain: 'site.example' };
  const run = (operation: string, options = {}, installed: Record<string, unknown> = site) =>
    server.run(certificate, { operation, input: options, parent, installed });
  const issue = (sent: Record<string, unknown>) =>
    server.run(certificate, { operation: 'install', input: sent, parent });
  /** What a failed request is explained by, as the plan has it. */
  const causes =
    requested({
      ...{ domains: ['site.example'], webroot: '/srv', keyType: 'ecdsa' },
      ...{ directory: input.directory, email: input.email },
    }).failures ?? [];
  const serial = () => server.readOutput(`openssl x509 -noout -serial -in ${CHAIN}`);
  /** The serial number that the web server answers with, and what OpenSSL thinks of its chain. */
  const served = () =>
    server.readOutput(`
      openssl s_client -connect 127.0.0.1:443 -servername site.example -verify_hostname site.example -CAfile /root/root.pem </dev/null >/tmp/served 2>/dev/null
      openssl x509 -noout -serial </tmp/served; grep -m 1 'Verify return code' /tmp/served | sed 's/^ *//'`);

  beforeAll(async () => {
    server = new PackageHarness(await access(), system);
    await server.readOutput(PEBBLE);
    await server.install(nginx);
  }, 10 * MINUTES);
  afterAll(() => server.end());

  test(
    'Certbot is installed with its timer, and is there the second time',
    async () => {
      const done = await server.install(certbot, input);
      expect(done.version).toMatch(/^[24]\./);
      expect(await server.readOutput('systemctl is-active certbot.timer')).toBe('active');
      const again = await server.install(certbot, input);
      expect({ applied: sum(again.applied), started: again.started }).toEqual({ applied: 0, started: 0 });
    },
    5 * MINUTES,
  );

  test(
    'a challenge that nobody serves is explained, and so is a web root that is not there',
    async () => {
      const failure = await issue({ ...site, webroot: '/srv' }).then(String, String);
      const known = causes.find(({ pattern }) => new RegExp(pattern).test(failure));
      expect(known?.cause).toBe('The web server does not serve the challenge at {url}');
      expect(new RegExp(known?.pattern ?? '').exec(failure)?.groups?.url).toMatch(
        /^http:\/\/site\.example:80\/\.well-known\/acme-challenge\//,
      );
      await expect(issue({ ...site, webroot: '/srv/none' })).rejects.toThrow(
        'There is no directory /srv/none',
      );
      expect(await server.readOutput('ls /etc/letsencrypt/renewal')).toBe('');
    },
    2 * MINUTES,
  );

  test(
    'a certificate is issued by that authority, and is there the second time',
    async () => {
      expect((await issue(site)).applied).toMatchObject({ create: 1 });
      expect(
        await server.readOutput(`openssl verify -CAfile /root/root.pem -untrusted ${CHAIN} ${CHAIN}`),
      ).toBe(`${CHAIN}: OK`);
      const again = await issue(site);
      expect({ applied: sum(again.applied), started: again.started }).toEqual({ applied: 0, started: 0 });
    },
    2 * MINUTES,
  );

  test(
    'the web server has the new certificate after a renewal, by a person and by the timer',
    async () => {
      await server.readOutput(`echo '${SITE}' >/etc/nginx/conf.d/tls.conf; systemctl reload nginx`);
      await expect.poll(served, { timeout: 10_000 }).toContain('Verify return code: 0 (ok)');
      const first = await serial();
      expect(await served()).toContain(first);
      await run('renew');
      const second = await serial();
      expect(second).not.toBe(first);
      await expect.poll(served, { timeout: 10_000 }).toContain(second);
      // What the timer runs, on the day when the certificate is about to end.
      await server.readOutput(
        `sed -i '1i renew_before_expiry = 3650 days' /etc/letsencrypt/renewal/site.example.conf; certbot -q renew --no-random-sleep-on-renew 2>&1`,
      );
      const third = await serial();
      expect(third).not.toBe(second);
      await expect.poll(served, { timeout: 10_000 }).toContain(third);
    },
    2 * MINUTES,
  );

  test(
    'another name and another kind of key are requested, and the web server has them',
    async () => {
      const changed = { ...site, aliases: ['www.site.example'], keyType: 'rsa' };
      const done = await server.run(certificate, {
        ...{ operation: 'install', input: changed, installed: site, parent },
      });
      expect(done.applied).toMatchObject({ create: 1 });
      expect(await server.readOutput(`openssl x509 -noout -text -in ${CHAIN}`)).toMatch(
        /rsaEncryption[^]*DNS:www\.site\.example/,
      );
      await expect.poll(served, { timeout: 10_000 }).toContain(await serial());
      expect(sum((await issue(changed)).applied)).toBe(0);
    },
    2 * MINUTES,
  );

  test(
    'a certificate that a web server uses is not deleted, nor are all of them',
    async () => {
      const problem = '/etc/nginx/conf.d/tls.conf uses';
      await expect(run('uninstall', { removeData: true })).rejects.toThrow(problem);
      const all = { operation: 'uninstall', input: { removeData: true }, installed: input };
      await expect(server.run(certbot, all)).rejects.toThrow(problem);
      expect(await served()).toContain('Verify return code: 0 (ok)');
    },
    2 * MINUTES,
  );

  test(
    'the certificates stay when Certbot goes, and are found again',
    async () => {
      const before = await serial();
      expect(sum((await run('uninstall')).applied)).toBe(0);
      await server.run(certbot, { operation: 'uninstall', input: {}, installed: input });
      expect(await server.status('certbot')).not.toBe('installed');
      expect(await serial()).toBe(before);
      await server.install(certbot, input);
      expect(sum((await issue({ ...site, aliases: ['www.site.example'], keyType: 'rsa' })).applied)).toBe(0);
      expect(await serial()).toBe(before);
    },
    5 * MINUTES,
  );

  test(
    'what is removed is in an archive first',
    async () => {
      await server.readOutput('rm /etc/nginx/conf.d/tls.conf; systemctl reload nginx');
      await run('uninstall', { removeData: true });
      expect(await server.readOutput('ls /etc/letsencrypt/live /etc/letsencrypt/renewal')).not.toContain(
        'site.example',
      );
      const archived = (name: string) =>
        server.readOutput(
          `tar -tzf /var/backups/milepost/${name}-*.tar.gz | grep -c 'live/site.example/privkey'`,
        );
      expect(await archived('certificate-site.example')).toBe('1');
      await issue(site);
      await server.run(certbot, { operation: 'uninstall', input: { removeData: true }, installed: input });
      expect(await archived('letsencrypt')).toBe('1');
      expect(
        await server.readOutput('ls -d /etc/letsencrypt 2>/dev/null; stat -c %a /var/backups/milepost/*'),
      ).toBe('600\n600');
      expect(await server.status('certbot')).toBe('');
    },
    5 * MINUTES,
  );
});
