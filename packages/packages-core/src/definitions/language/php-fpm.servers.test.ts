import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PHP_CAUSES } from '../../states/failures/php';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import phpFpm from './php-fpm';

const MINUTES = 60_000;

const systems = labSystems({ 'debian-12': { version: '8.2' }, 'debian-13': { version: '8.4' } });

describe.each(systems)('on $system', ({ system, version, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const unit = `php${version}-fpm`;
  const home = `/etc/php/${version}`;
  const ini = `${home}/fpm/conf.d/90-milepost.ini`;
  const first = {
    ...{ version, extensions: ['curl', 'mysql', 'sqlite3', 'xml'] },
    settings: [
      'max_execution_time = 60',
      'date.timezone = "Europe/Berlin"',
      'user_agent = "$(id) `id` %n; #"',
    ],
  };
  const second = {
    ...first,
    extensions: ['curl', 'zip'],
    memoryLimitMb: 256,
    workers: 3,
    processManager: 'static',
  };

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const run = (operation: string, input = {}) => server.run(phpFpm, { operation, input, installed: second });
  const isUp = () => server.readOutput(`systemctl is-active ${unit}; systemctl is-enabled ${unit}`);
  const started = () => server.readOutput(`systemctl show -P InvocationID ${unit}`);
  const workers = () => server.readOutput('pgrep -c -f "^php-fpm: pool www"');
  const cli = (name: string) =>
    server.readOutput(`php${version} -i | sed -n 's/^${name} => \\(.*\\) => .*/\\1/p'`);
  const loaded = async (...names: string[]) => {
    const all = (await server.readOutput(`php${version} -m`)).split('\n');
    return names.map((name) => all.includes(name));
  };

  test('is installed, answers on its socket, and listens on no port', { timeout: 5 * MINUTES }, async () => {
    const done = await server.install(phpFpm, first);
    expect(done.applied).toMatchObject({ install_software: 1, configure_service: 3 });
    expect(done.version).toContain(version);
    expect(await isUp()).toBe('active\nenabled');
    expect(
      await server.readOutput(`stat -c '%a %U:%G' /run/php/${unit}.sock; ss -Hltn -p | grep php-fpm`),
    ).toBe('660 www-data:www-data');
    expect([await cli('memory_limit'), await cli('upload_max_filesize'), await cli('date.timezone')]).toEqual(
      ['128M', '64M', 'Europe/Berlin'],
    );
    expect(await loaded('curl', 'mysqli', 'pdo_sqlite', 'dom', 'zip')).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(
      await server.readOutput(`dpkg --verify ${unit}; apt-get -qq check; ls /usr/sbin/apache2 2>/dev/null`),
    ).toBe('');
  });

  test('is there already the second time, and nothing is started', async () => {
    const before = await started();
    const { applied, started: commands, output } = await server.install(phpFpm, first);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect(await started()).toBe(before);
  });

  test(
    'takes another memory limit and size by a reload, and other extensions',
    { timeout: 5 * MINUTES },
    async () => {
      const change = { operation: 'install', input: second, installed: first };
      const done = await server.run(phpFpm, change);
      expect(done.applied).toMatchObject({ install_software: 1, remove_packages: 1, configure_service: 3 });
      expect(await cli('memory_limit')).toBe('256M');
      expect(await loaded('curl', 'mysqli', 'pdo_sqlite', 'dom', 'zip')).toEqual([
        true,
        false,
        false,
        false,
        true,
      ]);
      await expect.poll(workers).toBe('3');
      expect(sum((await server.run(phpFpm, change)).applied)).toBe(0);

      const before = await started();
      const more = await server.run(phpFpm, { ...change, input: { ...second, workers: 4 } });
      expect(more.applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
      await expect.poll(workers).toBe('4');
      expect(await started()).toBe(before);
      await server.run(phpFpm, change);
    },
  );

  test.each([
    ['error_reporting = (E_ALL', 'line 5: syntax error, unexpected'],
    ['max_input_vars = "x', 'line 6: syntax error, unexpected'],
    ['realpath_cache_size = many', 'line 5: Invalid "realpath_cache_size" setting'],
  ])('refuses “%s” with file and line, and runs on with what it had', async (setting, sentence) => {
    const [files, before] = [
      await server.readOutput(`cat ${ini} ${home}/cli/conf.d/90-milepost.ini`),
      await started(),
    ];
    const failure = await server
      .run(phpFpm, {
        operation: 'install',
        input: { ...second, memoryLimitMb: 512, settings: [setting] },
        installed: second,
      })
      .then(() => '', String);
    const cause = PHP_CAUSES.map(({ pattern }) => new RegExp(pattern).exec(failure)?.groups).find(Boolean);
    expect(`${cause?.file}, line ${cause?.line}: ${cause?.what}`).toContain(`${ini}, ${sentence}`);
    expect(await server.readOutput(`cat ${ini} ${home}/cli/conf.d/90-milepost.ini`)).toBe(files);
    expect([await isUp(), await started()]).toEqual(['active\nenabled', before]);
    expect(sum((await server.install(phpFpm, second)).applied)).toBe(0);
  });

  test('is not reloaded or restarted with a pool that it does not accept', async () => {
    const broken = `${home}/fpm/pool.d/mine.conf`;
    await server.readOutput(`printf '[mine]\\nlisten = /run/php/mine.sock\\nunheard_of = 1\\n' >${broken}`);
    const before = await started();
    for (const operation of ['reload', 'restart'])
      await expect(run(operation)).rejects.toThrow(`[${broken}:3] unknown entry 'unheard_of'`);
    expect([await isUp(), await started()]).toEqual(['active\nenabled', before]);
    await server.readOutput(`rm ${broken}`);
  });

  test('is not taken over where its pool listens elsewhere, which stays as it is', async () => {
    const www = `${home}/fpm/pool.d/www.conf`;
    await server.readOutput(`sed -i 's/^listen = .*/listen = 127.0.0.1:9000/' ${www}`);
    await expect(server.install(phpFpm, second)).rejects.toThrow(
      `The pool www in ${home}/fpm/pool.d listens on 127.0.0.1:9000. Change it to /run/php/${unit}.sock`,
    );
    expect(
      await server.readOutput(
        `grep -c '^listen = 127' ${www}; sed -i 's,^listen = .*,listen = /run/php/${unit}.sock,' ${www}`,
      ),
    ).toBe('1');
  });

  test('is at its newest version, which an update finds without changing anything', async () => {
    const { applied } = await run('update');
    expect(applied).toMatchObject({ update_software: 0, verify_installation: 0 });
  });

  test('is stopped and started without changing whether it starts with the server', async () => {
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled');
    await run('start');
    expect(await isUp()).toBe('active\nenabled');
    const before = await started();
    await run('reload');
    expect(await started()).toBe(before);
    await run('restart');
    expect(await started()).not.toBe(before);
  });

  test('starts its processes on demand', async () => {
    await server.install(phpFpm, { ...second, processManager: 'ondemand' });
    await expect
      .poll(() => server.readOutput(`php-fpm${version} -tt 2>&1 | grep -c 'pm = ondemand'`))
      .toBe('1');
    expect(sum((await server.install(phpFpm, { ...second, processManager: 'ondemand' })).applied)).toBe(0);
  });

  test(
    'keeps its configuration when it is uninstalled, and finds it again',
    { timeout: 5 * MINUTES },
    async () => {
      const pool = `[mine]\nuser = www-data\nlisten = /run/php/mine.sock\npm = ondemand\npm.max_children = 1`;
      await server.readOutput(`cat >${home}/fpm/pool.d/mine.conf <<'END'\n${pool}\nEND`);
      await run('uninstall');
      expect(
        await server.readOutput(
          `dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' 'php${version}*' 2>/dev/null | grep -v '^config-files\\|^not-installed'; pgrep php-fpm`,
        ),
      ).toBe('');
      expect(await server.readOutput(`cat ${home}/fpm/pool.d/mine.conf; grep memory ${ini}`)).toBe(
        `${pool}\nmemory_limit = 256M`,
      );
      await server.install(phpFpm, second);
      expect(
        await server.readOutput(`cat ${home}/fpm/pool.d/mine.conf; test -S /run/php/mine.sock && echo there`),
      ).toBe(`${pool}\nthere`);
    },
  );

  test('leaves nothing when its configuration is removed too', { timeout: 5 * MINUTES }, async () => {
    await run('uninstall', { removeData: true });
    expect(
      await server.readOutput(
        `dpkg-query -W 'php${version}*' 2>/dev/null | grep .; ls -d ${home} /var/log/${unit}.log 2>/dev/null`,
      ),
    ).toBe('');
    expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
  });
});
