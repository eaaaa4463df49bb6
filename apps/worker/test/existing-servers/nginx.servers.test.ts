import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
let server: ExistingServer;
beforeAll(async () => (server = await ExistingServer.create()), 5 * MINUTES);
afterAll(() => server.close());

const nginx = (input: Record<string, unknown> = {}) =>
  ({ packageId: 'nginx', kind: 'install', input }) as const;
const uninstall = { packageId: 'nginx', kind: 'uninstall' } as const;
const get = (port: number, name = '127.0.0.1') =>
  server.exec(
    `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}; printf "GET / HTTP/1.0\\r\\nHost: ${name}\\r\\n\\r\\n" >&3; cat <&3' | sed '1,/^\\r$/d'`,
  );
/** Every file of the configuration and of what is served, with its content. */
const files = () =>
  server.exec(
    'find /etc/nginx /var/www \\( -type f -o -type l \\) -printf "%p %l\\n" -exec md5sum {} \\; | sort',
  );
const purge = () =>
  server.exec(
    `(systemctl stop nginx; DEBIAN_FRONTEND=noninteractive apt-get -qy purge nginx nginx-common apache2 apache2-bin; rm -rf /var/www /etc/nginx) >/dev/null 2>&1; :`,
  );
const debianNginx = (script = ':') =>
  server.exec(
    `( [ -n "$(find /run/milepost-apt-lists 2>/dev/null)" ] || apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install nginx ) >/dev/null 2>&1 </dev/null\n${script}`,
  );
const SHOP = 'server {\n\tlisten 80 default_server;\n\treturn 200 SHOP;\n}\n';
const asShop = `rm /etc/nginx/sites-enabled/default; printf '%s' '${SHOP}' >/etc/nginx/sites-enabled/shop`;

describe('an nginx that somebody configured by hand', { timeout: 5 * MINUTES }, () => {
  beforeAll(() => debianNginx(`${asShop}\nsystemctl reload nginx`), 5 * MINUTES);
  afterAll(purge, 5 * MINUTES);
  const configure = (script: string) => server.exec(`cd /etc/nginx\n${script}\nnginx -t -q`);

  test('keeps its own default site, which is named before anything is changed', async () => {
    const before = await files();
    const { findings } = await server.preview(nginx());
    expect(findings.filter(({ kind }) => kind === 'blocked')).toEqual([
      {
        kind: 'blocked',
        field: 'port',
        sentence:
          '/etc/nginx/sites-enabled/shop, line 2, is already the default site on port 80: choose another port, or remove “default_server” there.',
      },
    ]);
    const { id, status } = await server.run(nginx());
    expect(status).toBe('awaiting_decision');
    expect((await server.failure(id))?.failure).toContain('is already the default site on port 80');
    await server.decide(id, { action: 'roll_back', reason: null });
    expect(await files()).toBe(before);
  });

  test('answers beside the default page on another port, and is byte for byte the same after the uninstall', async () => {
    await configure(`sed -i 's/worker_connections.*/worker_connections 4096; # tuned; {/' nginx.conf`);
    const before = await files();
    const wanted = nginx({ port: 8080, workerConnections: 1024, page: 'default page' });
    const preview = await server.preview(wanted);
    expect(preview.say('blocked')).toEqual([]);
    expect(preview.say('changes')).toEqual([
      'worker_connections changes from 4096 to 1024 in /etc/nginx/nginx.conf.',
    ]);
    await server.complete(wanted);
    expect(await get(80)).toBe('SHOP');
    expect(await get(8080)).toContain('default page');
    expect(await server.exec('grep worker_connections /etc/nginx/nginx.conf')).toBe(
      'worker_connections 1024; # tuned; {',
    );
    expect((await server.preview(wanted)).states.map(({ is }) => is)).not.toContain('to_do');
    await server.complete(uninstall);
    const after = await files();
    expect(after.replaceAll(/.*nginx\.conf.*\n/g, '')).toBe(before.replaceAll(/.*nginx\.conf.*\n/g, ''));
    await debianNginx('systemctl enable -q --now nginx');
    expect(await get(80)).toBe('SHOP');
  });

  test('has every byte again after a roll back', async () => {
    await configure(
      `printf 'user www-data; worker_processes\\n 2\\n;events { worker_connections 512; } # one line\\nhttp { include sites-enabled/*; }' >nginx.conf; rm -rf /var/www/html; systemctl restart nginx`,
    );
    const before = await files();
    const wanted = nginx({ port: 8080, workerProcesses: '1' });
    expect((await server.preview(wanted)).say('changes')).toEqual([
      'worker_processes changes from 2 to 1 in /etc/nginx/nginx.conf.',
      'worker_connections changes from 512 to 768 in /etc/nginx/nginx.conf.',
    ]);
    await server.exec(
      `install -d /run/systemd/system/nginx.service.d; printf '[Service]\\nExecReload=\\nExecReload=/bin/false\\n' >/run/systemd/system/nginx.service.d/broken.conf; systemctl daemon-reload`,
    );
    const { id, status } = await server.run(wanted);
    expect(status).toBe('awaiting_decision');
    expect(await server.exec('cat /etc/nginx/nginx.conf')).toBe(
      'user www-data; worker_processes\n 1\n;events { worker_connections 768; } # one line\nhttp { include sites-enabled/*; }',
    );
    await server.exec('rm -r /run/systemd/system/nginx.service.d; systemctl daemon-reload');
    expect((await server.decide(id, { action: 'roll_back', reason: null })).status).toBe('canceled');
    expect(await files()).toBe(before);
    expect(await get(80)).toBe('SHOP');
  });

  test.each([
    [
      'a setting in an included file',
      `printf 'worker_connections 99;' >tuned.conf; printf 'events { include tuned.conf; } http { include sites-enabled/*; }' >nginx.conf`,
      'worker_connections is set to 99 in /etc/nginx/tuned.conf, line 1, which Milepost does not change: choose 99 in the form, or remove it there.',
    ],
    [
      'a configuration that nginx refuses',
      `printf 'events {} http { include sites-enabled/*;\\n\\nnonsense on; }' >nginx.conf`,
      'nginx does not accept its configuration as it is: unknown directive "nonsense" in /etc/nginx/nginx.conf:3. Correct that first; “nginx -t” checks it.',
    ],
  ])('an nginx with %s is refused before anything is changed', async (_name, script, sentence) => {
    await server.exec(`cd /etc/nginx; cp nginx.conf /tmp/nginx.conf; ${script}`);
    const before = await files();
    expect((await server.preview(nginx({ port: 8080 }))).say('blocked')).toEqual([sentence]);
    const { id, status } = await server.run(nginx({ port: 8080 }));
    expect(status).toBe('awaiting_decision');
    expect(await server.failure(id)).toMatchObject({
      n: 1,
      failure: expect.stringContaining(sentence) as string,
    });
    await server.decide(id, { action: 'roll_back', reason: null });
    expect(await files()).toBe(before);
    await server.exec('cp /tmp/nginx.conf /etc/nginx/nginx.conf; rm -f /etc/nginx/tuned.conf');
  });
});

describe('Debian’s own default site', { timeout: 5 * MINUTES }, () => {
  afterAll(purge, 5 * MINUTES);

  test('makes room where it shows only Debian’s page, and is back after a roll back and an uninstall', async () => {
    await debianNginx();
    const before = await files();
    expect((await server.preview(nginx())).say('changes')).toEqual([
      'Debian’s default site, /etc/nginx/sites-enabled/default, is disabled: it is as Debian wrote it, and nothing of yours is shown by it.',
    ]);
    await server.exec(`mkdir -p /var/www/milepost-default/index.html`);
    const { id, status } = await server.run(nginx());
    expect(status).toBe('awaiting_decision');
    await server.exec('rm -r /var/www/milepost-default');
    expect((await server.decide(id, { action: 'roll_back', reason: null })).status).toBe('canceled');
    expect(await files()).toBe(before);
    expect(await get(80)).toContain('Welcome to nginx!');
    await server.complete(nginx({ page: 'default page' }));
    expect(await get(80)).toContain('default page');
    await server.complete(uninstall);
    expect(await files()).toBe(before);
  });

  test('stays where somebody’s files are shown by it, or it was edited', async () => {
    await debianNginx('echo mine >/var/www/html/index.html');
    const sentence =
      '/etc/nginx/sites-enabled/default, line 22, is already the default site on port 80: choose another port, or remove “default_server” there.';
    expect((await server.preview(nginx())).say('blocked')).toEqual([sentence]);
    await server.complete(nginx({ port: 8080, page: 'default page' }));
    expect([await get(80), await get(8080)]).toEqual(['mine', expect.stringContaining('default page')]);
    await server.complete(uninstall);
    await debianNginx('rm /var/www/html/index.html; echo "# edited" >>/etc/nginx/sites-available/default');
    expect((await server.preview(nginx())).say('blocked')).toEqual([sentence]);
  });
});

describe('a directory that Apache serves', { timeout: 5 * MINUTES }, () => {
  afterAll(purge, 5 * MINUTES);

  test('is not touched, and nginx answers beside Apache on another port', async () => {
    await purge();
    // In a unit of its own: on a busy machine it takes longer than one call may.
    await server.exec(
      `systemd-run -q --collect --unit=setup sh -c 'apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install apache2'`,
    );
    const setup = () => server.exec('systemctl is-active setup || :');
    await expect.poll(setup, { timeout: 4 * MINUTES, interval: 1000 }).toBe('inactive');
    await server.exec('echo apache >/var/www/html/index.html');
    const before = await server.exec('find /var/www/html -type f -exec md5sum {} +');
    const wanted = nginx({ port: 8080, page: 'default page' });
    await server.complete(wanted);
    expect(await get(80)).toBe('apache');
    expect(await get(8080)).toContain('default page');

    const site = '/etc/nginx/sites-available/milepost-default';
    await server.exec(`echo '# mine' >>${site}`);
    expect((await server.preview(wanted)).say('replaces')).toEqual([
      `${site} was edited since Milepost wrote it, and is replaced. A copy of it is kept beside it.`,
    ]);
    await server.complete(uninstall);
    expect(await server.exec(`tail -n 1 ${site}; ls /etc/nginx/sites-enabled`)).toBe('# mine');
    expect(await get(80)).toBe('apache');
    expect(await server.exec('find /var/www/html -type f ! -name "*debian*" -exec md5sum {} +')).toBe(before);

    await server.exec(
      "printf 'server { listen 80; server_name shop.example; }' >/etc/nginx/sites-enabled/shop",
    );
    expect((await server.preview(nginx({ port: 8080 }))).say('blocked')).toEqual([
      'nginx cannot start: /etc/nginx/sites-enabled/shop, line 1, makes it listen on port 80, which is in use by apache2 (apache2.service, package apache2-bin). Stop that, or remove the line.',
    ]);
  });
});

describe('an nginx that an earlier version of Milepost installed', { timeout: 5 * MINUTES }, () => {
  afterAll(purge, 5 * MINUTES);

  test('gets a site of its own at the next change, and what stood in the shared directory is back', async () => {
    const page = '<h1>Hello</h1>\n<!-- Written by Milepost -->\n';
    await debianNginx(
      `cd /var/www/html; printf '%s' '${page}' >index.html; echo mine >index.html.before-milepost`,
    );
    expect((await server.preview(nginx())).say('blocked')).toEqual([]);
    await server.complete(nginx({ page: '<h1>Hello</h1>' }));
    expect(await get(80)).toBe(page.trim());
    expect(await server.exec('cat /var/www/html/index.html; ls /var/www/html')).toBe(
      'mine\nindex.html\nindex.nginx-debian.html',
    );
    await server.complete(uninstall);
    expect(await server.exec('cat /etc/nginx/sites-enabled/default /var/www/html/index.html')).toMatch(
      /mine$/,
    );
    expect(await server.exec('ls /var/www')).toBe('html');
  });

  test('is uninstalled, and what stood in the shared directory is back', async () => {
    await server.complete(nginx());
    await server.exec(`
      rm -r /etc/nginx/sites-*/milepost-default /var/www/milepost-default
      ln -sf /etc/nginx/sites-available/default /etc/nginx/sites-enabled/default
      cd /var/www/html; mv index.html index.html.before-milepost; echo '<!-- Written by Milepost -->' >index.html`);
    await server.complete(uninstall);
    expect(await server.exec('cat /var/www/html/index.html; ls /var/www/html')).toBe(
      'mine\nindex.html\nindex.nginx-debian.html',
    );
  });
});

describe('a server without IPv6', { timeout: 5 * MINUTES }, () => {
  const DROP_IN = '/etc/systemd/system/service.d/noipv6.conf';
  const restrict = () =>
    server.exec(
      `install -d $(dirname ${DROP_IN}); printf '[Service]\\nRestrictAddressFamilies=~AF_INET6\\n' >${DROP_IN}; systemctl daemon-reload; systemctl restart ssh`,
    );
  const allow = () =>
    server.exec(`rm -rf $(dirname ${DROP_IN}); systemctl daemon-reload; systemctl restart ssh`);
  afterAll(async () => {
    await allow();
    await purge();
  }, 5 * MINUTES);

  test('gets nginx, which answers on IPv4 alone', async () => {
    await purge();
    await restrict();
    expect((await server.preview(nginx())).say('blocked')).toEqual([]);
    await server.complete(nginx({ page: 'default page' }));
    expect(await get(80)).toContain('default page');
    expect(await server.exec('cat /etc/nginx/sites-enabled/*')).not.toContain('[::]');
  });

  test('gets nginx also where an earlier try left it half installed', async () => {
    await purge();
    await debianNginx();
    expect(await server.exec("dpkg-query -W -f '${db:Status-Abbrev}' nginx")).toBe('iF');
    await server.complete(nginx({ page: 'default page' }));
    expect(await get(80)).toContain('default page');
  });
});
