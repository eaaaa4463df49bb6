import { execFile as execFileCallback } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { APACHE_CAUSES } from '../../states/failures/apache';
import apache from './apache';
import nginx from './nginx';

const execFile = promisify(execFileCallback);
const MINUTES = 60_000;

const systems = labSystems();

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  let host: string;
  beforeAll(async () => {
    const given = await access();
    host = given.host;
    server = new PackageHarness(given, system);
  }, 10 * MINUTES);
  afterAll(() => server.end());

  const chosen = {
    port: 8080,
    modules: ['headers', 'proxy_http', 'rewrite'],
    workers: 60,
    page: '<h1>It\'s 100 % "here"</h1>',
  };
  const changed = {
    ...chosen,
    port: 80,
    modules: ['expires', 'headers'],
    mpm: 'prefork',
    workers: 12,
  };

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const run = (operation: string, input = {}) => server.run(apache, { operation, input, installed: changed });
  const isUp = () => server.readOutput('systemctl is-active apache2; systemctl is-enabled apache2');
  const started = () => server.readOutput('systemctl show -P InvocationID apache2');
  const ports = () =>
    server.readOutput(
      "ss -Hltn -p | grep apache2 | awk '{ print $4 }' | sed 's/.*://' | sort -u | tr '\\n' ' '",
    );
  /** From outside, as `curl` would ask it. */
  const get = async (port: number, name = host) => {
    const options = ['-sS', '--noproxy', '*', '--max-time', '10', '-H', `Host: ${name}`];
    return (await execFile('curl', [...options, `http://${host}:${port}/`])).stdout;
  };
  const loaded = (...names: string[]) =>
    server.readOutput(
      `apache2ctl -M 2>/dev/null | grep -oE '\\b(${names.join('|')})_module' | sort | tr '\\n' ' '`,
    );
  /** Of all that is configured, every file with its content and every link. */
  const files = () =>
    server.readOutput(
      'find /etc/apache2 /var/www \\( -type f -o -type l \\) -printf "%p %l\\n" -exec md5sum {} \\; 2>/dev/null | sort',
    );
  const site = (name: string, lines: string) =>
    server.readOutput(
      `printf '%s\\n' '${lines}' >/etc/apache2/sites-available/${name}.conf; ln -sf ../sites-available/${name}.conf /etc/apache2/sites-enabled/`,
    );

  test(
    'is installed on a port of its own beside nginx, and both answer',
    { timeout: 5 * MINUTES },
    async () => {
      await server.install(nginx, { workerConnections: 4096, page: 'nginx here' });
      await server.readOutput('mkdir -p /var/www/html; echo mine >/var/www/html/index.html');
      await expect(server.install(apache, { ...chosen, port: 80 })).rejects.toThrow(
        'Port 80 is in use by nginx (nginx.service, package nginx',
      );
      expect(await server.status('apache2')).toBe('');

      const done = await server.install(apache, chosen);
      expect(done.applied).toMatchObject({ install_software: 3 });
      expect(done.version).toMatch(/^2\.4\./);
      expect(await isUp()).toBe('active\nenabled');
      expect([await get(8080), await get(80)]).toEqual([
        expect.stringContaining(chosen.page),
        expect.stringContaining('nginx here'),
      ]);
      expect(await ports()).toBe('8080');
      expect(await loaded('headers', 'mpm_event', 'proxy_http', 'rewrite', 'expires')).toBe(
        'headers_module mpm_event_module proxy_http_module rewrite_module',
      );
      expect(
        await server.readOutput(
          'cat /var/www/html/index.html; ls /etc/apache2/sites-enabled; grep -n "Listen 80" /etc/apache2/ports.conf; apt-get -qq check',
        ),
      ).toBe('mine\n000-milepost.conf\n5:# Disabled by Milepost: Listen 80');
      expect(
        await server.readOutput(
          `sed -n 's/^Max open files *\\([0-9]*\\) .*/\\1/p' /proc/$(pgrep -f 'nginx: worker' | head -n 1)/limits`,
        ),
      ).toBe('8192');
    },
  );

  test('is there already the second time, and nothing is started', async () => {
    const before = [await started(), await files()];
    const { applied, started: commands, output } = await server.install(apache, chosen);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect([await started(), await files()]).toEqual(before);
    const update = { operation: 'update', input: {}, installed: chosen };
    expect(sum((await server.run(apache, update)).applied)).toBe(0);
  });

  test('does not take the port of nginx, and runs on as it was', async () => {
    await expect(
      server.run(apache, { operation: 'install', input: changed, installed: chosen }),
    ).rejects.toThrow('Port 80 is in use by nginx');
    expect(await get(8080)).toContain(chosen.page);
  });

  test(
    'takes another port, MPM and other modules; more workers alone restart it',
    { timeout: 5 * MINUTES },
    async () => {
      await server.uninstall(nginx, { removeData: true });
      expect(
        await server.readOutput(
          'ls /etc/nginx 2>&1; tar -tzf /var/backups/milepost/nginx-*.tar.gz | grep -c nginx.conf',
        ),
      ).toContain("cannot access '/etc/nginx'");
      const change = { operation: 'install', input: changed, installed: chosen };
      const done = await server.run(apache, change);
      expect(done.applied).toMatchObject({ install_software: 0, start_service: 1 });
      expect(await get(80)).toContain(chosen.page);
      expect(await ports()).toBe('80');
      expect(await loaded('headers', 'mpm_event', 'mpm_prefork', 'proxy_http', 'rewrite', 'expires')).toBe(
        'expires_module headers_module mpm_prefork_module',
      );
      expect(sum((await server.run(apache, change)).applied)).toBe(0);

      const before = await started();
      await server.run(apache, { ...change, input: { ...changed, modules: ['headers'], page: 'other' } });
      expect(await get(80)).toContain('other');
      expect(await started()).toBe(before);
      await server.run(apache, { ...change, input: { ...changed, workers: 300 } });
      expect(await started()).not.toBe(before);
      expect(await get(80)).toContain(chosen.page);
      expect(await server.readOutput('apache2ctl -t 2>&1 | grep -v AH00558')).toBe('Syntax OK');
    },
  );

  test('runs on with what it had where a site has an error, names file and line, and takes the repaired one', async () => {
    await site('shop', '<VirtualHost *:80>\n  ServerName shop.example.org\n  Unheard_of on\n</VirtualHost>');
    const before = [await started(), await files()];
    const where = '/etc/apache2/sites-enabled/shop.conf';
    const sentence = `Apache does not accept its configuration as it is: ${where}, line 3: Invalid command`;
    const change = () =>
      server.run(apache, { operation: 'install', input: { ...changed, workers: 20 }, installed: changed });
    await expect(change()).rejects.toThrow(sentence);
    for (const operation of ['reload', 'restart']) {
      const failure = await run(operation).then(() => '', String);
      const cause = APACHE_CAUSES.map(({ pattern }) => new RegExp(pattern).exec(failure)?.groups).find(
        Boolean,
      );
      expect(`${cause?.file}, line ${cause?.line}: ${cause?.what}`).toContain(
        `${where}, line 3: Invalid command`,
      );
    }
    expect([await started(), await files()]).toEqual(before);
    expect(await get(80)).toContain(chosen.page);

    await server.readOutput(
      `sed -i 's/Unheard_of on/Redirect 404 \\//' /etc/apache2/sites-available/shop.conf`,
    );
    await change();
    expect([await get(80), await get(80, 'shop.example.org')]).toEqual([
      expect.stringContaining(chosen.page),
      expect.stringContaining('Not Found'),
    ]);
  });

  test('keeps a module that a site needs: what was written with it is put back', async () => {
    await site(
      'needy',
      '<VirtualHost *:80>\n  ServerName needy.example.org\n  ExpiresActive on\n</VirtualHost>',
    );
    const before = await files();
    const without = { ...changed, modules: ['headers'], workers: 40 };
    await expect(
      server.run(apache, { operation: 'install', input: without, installed: changed }),
    ).rejects.toThrow("Invalid command 'ExpiresActive'");
    expect(await files()).toBe(before);
    expect(await isUp()).toBe('active\nenabled');
    await server.readOutput('rm /etc/apache2/sites-*/needy.conf; systemctl reload apache2');
  });

  test('is stopped and started without changing whether it starts with the server', async () => {
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled');
    await expect(run('reload')).rejects.toThrow('apache2 does not run, so there is nothing to reload');
    await run('start');
    const before = await started();
    await run('reload');
    expect([await isUp(), await started()]).toEqual(['active\nenabled', before]);
    await run('restart');
    expect(await started()).not.toBe(before);
    expect(await get(80)).toContain(chosen.page);
  });

  test(
    'keeps its sites when it is uninstalled, and runs with them again',
    { timeout: 5 * MINUTES },
    async () => {
      await run('uninstall');
      expect(
        await server.readOutput(
          'command -v apache2; ss -Hltn "sport = :80"; ls -d /var/www/milepost-apache 2>/dev/null; ls /etc/apache2/sites-enabled /etc/apache2/conf-available; grep Listen /etc/apache2/ports.conf | head -n 1',
        ),
      ).toBe(
        '/etc/apache2/conf-available:\ncharset.conf\nlocalized-error-pages.conf\nother-vhosts-access-log.conf\nsecurity.conf\nserve-cgi-bin.conf\n\n/etc/apache2/sites-enabled:\n000-default.conf\nshop.conf\nListen 80',
      );
      await server.install(apache, changed);
      expect([await get(80), await get(80, 'shop.example.org')]).toEqual([
        expect.stringContaining(chosen.page),
        expect.stringContaining('Not Found'),
      ]);
      expect(sum((await server.install(apache, changed)).applied)).toBe(0);
    },
  );

  test(
    'leaves nothing but a copy of its configuration where that is removed too',
    { timeout: 5 * MINUTES },
    async () => {
      await run('uninstall', { removeData: true });
      expect(await server.status('apache2')).toBe('');
      expect(
        await server.readOutput(
          'ls -d /etc/apache2 /var/log/apache2 /var/www/milepost-apache 2>/dev/null; cat /var/www/html/index.html; stat -c %a /var/backups/milepost/apache-*; tar -tzf /var/backups/milepost/apache-*.tar.gz | grep shop',
        ),
      ).toBe('mine\n600\napache2/sites-available/shop.conf\napache2/sites-enabled/shop.conf');
      expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
    },
  );

  test(
    'loses nothing that somebody configured, and leaves it byte for byte as it was',
    { timeout: 5 * MINUTES },
    async () => {
      await server.readOutput(
        'DEBIAN_FRONTEND=noninteractive apt-get -qqy install --no-install-recommends apache2 >/dev/null 2>&1 </dev/null; rm /etc/apache2/sites-enabled/000-default.conf; echo "Listen 8001" >>/etc/apache2/ports.conf',
      );
      await site('shop', '<VirtualHost *:80 *:8001>\n  Redirect 404 /\n</VirtualHost>');
      await server.readOutput('a2enmod -q expires; systemctl reload apache2');
      await expect(server.install(apache, { port: 80 })).rejects.toThrow(
        'The site in /etc/apache2/sites-enabled/shop.conf, line 1, answers all requests on port 80 that no other site answers',
      );
      const before = await files();
      await server.install(apache, { ...changed, port: 8080, modules: ['expires'] });
      expect([await get(80), await get(8001), await get(8080)]).toEqual([
        expect.stringContaining('Not Found'),
        expect.stringContaining('Not Found'),
        expect.stringContaining(chosen.page),
      ]);
      await server.uninstall(apache);
      expect((await files()).replaceAll(/^.*mpm_.*\n/gm, '')).toBe(before.replaceAll(/^.*mpm_.*\n/gm, ''));
    },
  );
});
