import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../dsl/testing/lab-systems';
import { PackageHarness } from '../dsl/testing/package-harness';
import nginx from './web/nginx';
import redis from './cache/redis';

const MINUTES = 60_000;

const systems = labSystems();

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  // The base system of a suite is made once a machine, in a minute or two.
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);

  describe('nginx', () => {
    const chosen = { workerProcesses: '2', workerConnections: 1024, page: '<h1>It\'s 100 % "here"</h1>' };
    const get = () =>
      server.readOutput(
        `exec 3>&1; bash -c 'exec 3<>/dev/tcp/127.0.0.1/80; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3'`,
      );

    test('is not installed where its port is taken, and says so', async () => {
      const squat = 'my $held = IO::Socket::INET->new(LocalPort => 80, Listen => 1) or die; sleep 600';
      await server.readOutput(`systemd-run -q --unit=squatter perl -MIO::Socket::INET -e '${squat}'`);
      await expect.poll(() => server.readOutput('ss -Hltn "sport = :80"')).not.toBe('');
      await expect(server.install(nginx)).rejects.toThrow(
        'Port 80 is in use by perl (squatter.service, package perl-base)',
      );
      await server.readOutput('systemctl stop squatter');
      expect(await server.status('nginx')).toBe('');
    });

    test('is installed, and /var/www/html stays as it is', { timeout: 5 * MINUTES }, async () => {
      await server.readOutput('mkdir -p /var/www/html; echo mine >/var/www/html/index.html');
      const done = await server.install(nginx, chosen);
      expect(done.applied).toMatchObject({ refresh_package_lists: 1, install_software: 3 });
      expect(done.version).toMatch(/^\d+\.\d+/);
      expect(await server.status('nginx')).toBe('installed');
      expect(await get()).toContain(chosen.page);
      expect(await server.readOutput('cat /var/www/html/index.html*; ls /etc/nginx/sites-enabled')).toBe(
        'mine\nmilepost-default',
      );
      expect(await server.readOutput('pgrep -c -f "nginx: worker"')).toBe('2');
    });

    test('is there already the second time, and nothing is started', async () => {
      const { applied, started, output } = await server.install(nginx, chosen);
      expect({ applied: sum(applied), started, output }).toEqual({ applied: 0, started: 0, output: '' });
    });

    test('takes another setting without being installed again', async () => {
      const input = { ...chosen, workerProcesses: '3' };
      const { applied } = await server.install(nginx, input);
      expect(applied).toEqual({
        check_system: 0,
        refresh_package_lists: 0,
        install_software: 0,
        configure_service: 1,
        start_service: 1,
        verify_installation: 0,
      });
      await expect.poll(() => server.readOutput('pgrep -c -f "nginx: worker process$"')).toBe('3');
    });

    test('is at its newest version, which an update finds without changing anything', async () => {
      const { applied } = await server.run(nginx, { operation: 'update', input: {}, installed: chosen });
      expect(applied).toMatchObject({ update_software: 0, start_service: 0, verify_installation: 0 });
    });

    test('is stopped and started without changing whether it starts with the server', async () => {
      const control = (operation: string) => server.run(nginx, { operation, input: {}, installed: chosen });
      const now = () => server.readOutput('systemctl is-active nginx; systemctl is-enabled nginx');
      await control('stop');
      expect(await now()).toBe('inactive\nenabled');
      await expect(control('reload')).rejects.toThrow('nginx does not run, so there is nothing to reload');
      await server.readOutput('systemctl disable nginx');
      await control('start');
      expect(await now()).toBe('active\ndisabled');
      await server.readOutput('systemctl enable nginx');
      const started = () => server.readOutput('systemctl show -P InvocationID nginx');
      const before = await started();
      await control('reload');
      expect(await started()).toBe(before);
      await control('restart');
      expect(await started()).not.toBe(before);
    });

    test('is not restarted with a configuration that it does not accept', async () => {
      await server.readOutput('echo "nonsense;" >/etc/nginx/conf.d/nonsense.conf');
      await expect(server.run(nginx, { operation: 'restart', input: {} })).rejects.toThrow('nonsense');
      expect(await server.readOutput('systemctl is-active nginx; rm /etc/nginx/conf.d/nonsense.conf')).toBe(
        'active',
      );
    });

    test(
      'keeps its sites when it is uninstalled, and runs with them again',
      { timeout: 5 * MINUTES },
      async () => {
        const site = 'server { listen 8099; return 200 kept; }';
        await server.readOutput(
          `echo '${site}' >/etc/nginx/sites-available/mine; ln -s ../sites-available/mine /etc/nginx/sites-enabled/mine; rm /etc/nginx/sites-available/default`,
        );
        await server.uninstall(nginx);
        expect(
          await server.readOutput('command -v nginx; ss -Hltn "sport = :80"; cat /var/www/html/index.html*'),
        ).toBe('mine');
        expect(await server.readOutput('cat /etc/nginx/sites-enabled/mine')).toBe(site);
        await server.readOutput('echo "# edited while nginx was away" >>/etc/nginx/nginx.conf');
        await server.install(nginx, chosen);
        expect(await get()).toContain(chosen.page);
        expect(
          await server.readOutput('tail -n 1 /etc/nginx/nginx.conf; cat /etc/nginx/sites-enabled/mine'),
        ).toBe(`# edited while nginx was away\n${site}`);
      },
    );

    test(
      'is installed again where a file of its kept configuration was deleted by hand',
      { timeout: 5 * MINUTES },
      async () => {
        await server.uninstall(nginx);
        await server.readOutput('rm /etc/nginx/nginx.conf');
        await server.install(nginx, chosen);
        expect(await get()).toContain(chosen.page);
      },
    );

    test('leaves nothing when its configuration is removed too', { timeout: 5 * MINUTES }, async () => {
      await server.uninstall(nginx, { removeData: true });
      expect(await server.status('nginx')).toBe('');
      expect(await server.readOutput('ls -d /etc/nginx 2>/dev/null; cat /var/www/html/index.html*')).toBe(
        'mine',
      );
      expect(sum((await server.uninstall(nginx, { removeData: true })).applied)).toBe(0);
      await server.install(nginx);
      expect(await get()).toContain('<h1>It works</h1>');
    });
  });

  describe('Redis', () => {
    const token = `kanarie${randomBytes(8).toString('hex')}`;
    const input = { port: 6400, memoryMb: 64, password: `a"b\\c'$d\`#${token}` };

    test(
      'is installed, and its password is in its own configuration alone',
      { timeout: 5 * MINUTES },
      async () => {
        const spy = await watchEveryExec(server);
        await server.readOutput('touch /root/before');
        const { output, version } = await server.install(redis, input);
        expect(version).toMatch(/^5:\d/);
        await server.readOutput('systemctl stop spy');
        for (const seen of ['"redis-cli"', '"base64", "-d"', 'MP_SECRETS='])
          expect(await spy.count(seen)).not.toBe('0');
        const forms = [token, Buffer.from(input.password).toString('base64').slice(0, 40)];
        for (const form of forms) {
          expect(await spy.count(form)).toBe('0');
          expect(output).not.toContain(form);
          expect(await server.readOutput(`journalctl --no-pager | grep -cF ${form}`)).toBe('0');
        }
        const everywhere = 'find / /run /tmp /dev/shm -xdev -type f -newer /root/before';
        expect(await server.readOutput(`${everywhere} -exec grep -lF -e ${forms.join(' -e ')} {} +`)).toBe(
          '/etc/redis/redis.conf',
        );
        expect(await server.readOutput('stat -c "%a %U:%G" /etc/redis/redis.conf')).toBe('640 redis:redis');
      },
    );

    test('is there already the second time, and nothing is started', async () => {
      const { applied, started, output } = await server.install(redis, input);
      expect({ applied: sum(applied), started, output }).toEqual({ applied: 0, started: 0, output: '' });
    });

    test('is at its newest version, which an update finds without changing anything', async () => {
      const { applied, output } = await server.run(redis, {
        operation: 'update',
        input: {},
        installed: input,
      });
      expect(applied).toMatchObject({ update_software: 0, verify_installation: 0 });
      expect(output).not.toContain(token);
    });

    test('takes another password', async () => {
      const { applied } = await server.install(redis, { ...input, password: `second-${token}` });
      expect(applied).toMatchObject({ configure_service: 1, start_service: 1, verify_installation: 0 });
    });

    test('keeps its data when it is uninstalled, and finds it again', { timeout: 5 * MINUTES }, async () => {
      await server.readOutput(
        'systemctl stop redis-server; echo kept >/var/lib/redis/mark; systemctl start redis-server',
      );
      await server.uninstall(redis);
      expect(await server.status('redis-server')).toBe('config-files');
      expect(await server.readOutput('ss -Hltn "sport = :6400"')).toBe('');
      await server.install(redis, input);
      expect(await server.readOutput('cat /var/lib/redis/mark')).toBe('kept');
    });

    test('leaves nothing when its data is removed too', { timeout: 5 * MINUTES }, async () => {
      await server.uninstall(redis, { removeData: true });
      expect(await server.status('redis-server')).toBe('');
      expect(await server.readOutput('ls -d /etc/redis /var/lib/redis /var/log/redis 2>/dev/null')).toBe('');
    });
  });
});

/** Writes down arguments and environment of every program that anything under systemd or sshd starts, from now on. */
async function watchEveryExec(server: PackageHarness): Promise<{ count: (text: string) => Promise<string> }> {
  await server.readOutput(
    '(apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -qy install strace) >/dev/null 2>&1',
  );
  await server.readOutput(
    'systemd-run -q --unit=spy strace -f -v -s 65536 -e trace=execve,execveat -o /var/spool/execs -p 1,$(pgrep -d, sshd)',
  );
  const count = (text: string) => server.readOutput(`grep -cF '${text}' /var/spool/execs`);
  await expect
    .poll(() => server.readOutput('/bin/true seen-by-the-spy; grep -cF seen-by-the-spy /var/spool/execs'))
    .toMatch(/^[1-9]/);
  return { count };
}
