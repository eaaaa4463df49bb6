import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { State } from '../../dsl/state';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import * as apt from './packages';
import { fakePackages } from '../../dsl/testing/fake-packages';
import type { FakeOptions, Packages } from '../../dsl/testing/fake-packages';
import { APT_FAILURES } from './transient-failures';

const folder = testFolder();
const server = (packages: Packages = {}, more: Omit<FakeOptions, 'packages'> = {}) =>
  fakePackages(folder.home, { packages, ...more });
const on = async (state: State, packages: Packages = {}, more: Omit<FakeOptions, 'packages'> = {}) => {
  const { shell, ...rest } = await server(packages, more);
  return { ...runState(state, { shell }), ...rest };
};
const INSTALLED = { status: 'installed' };
const CONFIGURATION_ONLY = { status: 'config-files' };
const HALF = { status: 'half-configured' };

describe('installed', () => {
  const nginx = apt.installed(['nginx']);

  test('is labeled by the names of the packages', () => {
    expect(nginx.label).toBe('Package nginx is installed');
    expect(apt.installed(['php8.3-fpm', 'libstdc++6']).label).toBe(
      'Packages php8.3-fpm, libstdc++6 are installed',
    );
  });

  test.each<{ what: string; packages: Packages; code: number }>([
    { what: 'an installed package', packages: { nginx: INSTALLED }, code: 0 },
    { what: 'no package', packages: {}, code: 1 },
    { what: 'its configuration alone', packages: { nginx: CONFIGURATION_ONLY }, code: 1 },
    { what: 'a half-installed package', packages: { nginx: HALF }, code: 1 },
    { what: 'a package of a longer name', packages: { 'nginx-common': INSTALLED }, code: 1 },
  ])('has a check that exits with $code for $what', async ({ packages, code }) => {
    expect(await (await on(nginx, packages)).check()).toBe(code);
  });

  test('holds only if all packages are installed', async () => {
    const both = apt.installed(['php8.3-fpm', 'libstdc++6']);
    expect(await (await on(both, { 'libstdc++6': INSTALLED })).check()).toBe(1);
    expect(await (await on(both, { 'libstdc++6': INSTALLED, 'php8.3-fpm': INSTALLED })).check()).toBe(0);
  });

  test('is applied by apt, in one call', async () => {
    const state = await on(
      apt.installed(['nginx', 'curl']),
      {},
      { dependencies: { nginx: ['nginx-common'] } },
    );
    expect(await state.apply()).toEqual({ exitCode: 0, output: '' });
    expect(await state.verify()).toBe(0);
    expect(await state.calls()).toEqual(['apt-get install nginx curl']);
    expect(await state.read()).toEqual({
      nginx: 'installed',
      curl: 'installed',
      'nginx-common': 'installed',
    });
  });

  test('brings deleted configuration files back only where configuration was kept', async () => {
    const state = await on(nginx, { nginx: CONFIGURATION_ONLY });
    await state.apply();
    expect(await state.calls()).toContain('with the missing configuration files');
    const other = await on(nginx, { redis: CONFIGURATION_ONLY });
    await other.apply();
    expect(await other.calls()).toEqual(['apt-get install nginx']);
  });

  test('finishes first what dpkg has begun', async () => {
    const mend = `sed -i 's/half-configured/installed/' "$HOME_OF_TEST/db"`;
    const state = await on(nginx, { other: HALF }, { programs: { 'after-dpkg': mend } });
    expect((await state.apply()).exitCode).toBe(0);
    expect(await state.calls()).toEqual(['dpkg --configure -a', 'apt-get install nginx']);
  });

  test('names a package that cannot be finished, and installs nothing', async () => {
    const state = await on(nginx, { other: HALF });
    expect(await state.apply()).toEqual({
      exitCode: 6,
      output:
        'E: other is half installed (dpkg: half-configured): its post-installation script fails. Mend what its script says, or uninstall other.\n',
    });
    expect(await state.calls()).toEqual(['dpkg --configure -a']);
  });

  test('removes nothing to make room for a package', async () => {
    const simulated = `case " $*" in *' -s '*) echo 'Remv apache2' ;; *) echo "apt-get $*" >>"$HOME_OF_TEST/calls" ;; esac`;
    const state = await on(nginx, { apache2: INSTALLED }, { programs: { 'apt-get': simulated } });
    const { exitCode, output } = await state.apply();
    expect(exitCode).toBe(4);
    expect(output).toMatch(/^Would be removed to install nginx, .*: apache2\. Remove them by hand first/);
    expect(await state.calls()).toEqual([]);
  });

  test('shows how far apt is, and exits as apt does', async () => {
    const progress = `case " $*" in *' -s '*) exit ;; esac
echo 2 | eval "$(printf %s "$*" | sed 's/.*Pre-Install-Pkgs::=\\(.*\\) -q -y.*/\\1/; s/wc -l/cat/')"
printf 'pmstatus:nginx:10:Unpacking nginx\\npmstatus:nginx:60:Configuring nginx\\n' >&3
echo apt failed; exit 100`;
    const { exitCode, output } = await (await on(nginx, {}, { programs: { 'apt-get': progress } })).apply();
    expect(exitCode).toBe(100);
    expect(output).toContain('apt failed\n');
    expect(output).toContain('\u001b]6973;progress;1;2;packages;Unpacking;37\u0007');
    expect(output).toContain('\u001b]6973;progress;1;2;packages;Setting up;72\u0007');
  });
});

describe('the undo of installed', () => {
  const redis = () => apt.installed(['redis-server'], { preserveData: [join(folder.home, 'data')] });
  const BEFORE = { curl: INSTALLED, kept: CONFIGURATION_ONLY };
  const dependencies = { 'redis-server': ['redis-tools'] };

  test('takes away what came, with what came for it, and leaves what was there', async () => {
    const fake = await server(BEFORE, { dependencies });
    const captured = await runState(redis(), { shell: fake.shell }).capture();
    await runState(redis(), { shell: fake.shell }).apply();
    expect(Object.keys(await fake.read())).toHaveLength(4);
    const back = runState(redis(), { shell: await fake.shellAfter(captured) });
    expect((await back.undo()).exitCode).toBe(0);
    expect(await fake.read()).toEqual({ curl: 'installed', kept: 'config-files' });
  });

  test('leaves a package that was installed before', async () => {
    const fake = await server({ 'redis-server': INSTALLED });
    const captured = await runState(redis(), { shell: fake.shell }).capture();
    const back = runState(redis(), { shell: await fake.shellAfter(captured) });
    expect((await back.undo()).exitCode).toBe(0);
    expect(await fake.calls()).toEqual([]);
  });

  test('keeps data although the purge would delete it', async () => {
    const data = join(folder.home, 'data');
    const purge = `[ "$1" != --purge ] || rm -rf '${data}'`;
    const fake = await server({}, { programs: { 'after-dpkg': purge } });
    const captured = await runState(redis(), { shell: fake.shell }).capture();
    await runState(redis(), { shell: fake.shell }).apply();
    await mkdir(data);
    await writeFile(join(data, 'dump.rdb'), 'all of it');
    const { output } = await runState(redis(), { shell: await fake.shellAfter(captured) }).undo();
    expect(output).toContain(`What is stored in ${data} is kept.`);
    expect(await readdir(data)).toEqual(['dump.rdb']);
    expect(await fake.read()).toEqual({});
  });
});

describe('updated', () => {
  test('holds where nothing is missing, however old the lists are', async () => {
    const state = apt.updated({ packages: ['nginx'] });
    expect(state.label).toBe('The package lists are fresh, or not needed for nginx');
    expect(await (await on(state, { nginx: INSTALLED })).check()).toBe(0);
  });
});

describe('removed', () => {
  const purged = apt.removed(['redis-server', 'redis-*'], { purge: true, destructive: 'All of it.' });
  const kept = apt.removed(['redis-server', 'redis-*'], { purge: false });

  test('is labeled by what becomes of the configuration', () => {
    expect(purged.label).toBe('redis-server is removed with its configuration');
    expect(kept.label).toBe('redis-server is removed; its configuration and data are kept');
  });

  test.each<{ packages: Packages; purge: number; remove: number }>([
    { packages: {}, purge: 0, remove: 0 },
    { packages: { curl: INSTALLED }, purge: 0, remove: 0 },
    { packages: { 'redis-tools': CONFIGURATION_ONLY }, purge: 1, remove: 0 },
    { packages: { 'redis-tools': HALF }, purge: 1, remove: 1 },
    { packages: { 'redis-server': INSTALLED }, purge: 1, remove: 1 },
  ])('has a check that exits with $purge, without a purge $remove, for $packages', async (row) => {
    expect(await (await on(purged, row.packages)).check()).toBe(row.purge);
    expect(await (await on(kept, row.packages)).check()).toBe(row.remove);
  });

  test.each([
    { state: purged, verb: 'purge', left: { curl: 'installed' } },
    {
      state: kept,
      verb: 'remove',
      left: { curl: 'installed', 'redis-server': 'config-files', 'redis-tools': 'config-files' },
    },
  ])('applied with $verb takes what a pattern matches, and nothing else', async ({ state, verb, left }) => {
    const here = await on(state, { 'redis-server': INSTALLED, 'redis-tools': INSTALLED, curl: INSTALLED });
    expect((await here.apply()).exitCode).toBe(0);
    expect(await here.calls()).toEqual([`apt-get ${verb} redis-server redis-tools`]);
    expect(await here.read()).toEqual(left);
  });

  test('removes nothing that another package needs', async () => {
    const here = await on(
      kept,
      { 'redis-server': INSTALLED, gitlab: INSTALLED },
      { dependencies: { 'redis-server': ['gitlab'] } },
    );
    expect(await here.apply()).toEqual({
      exitCode: 4,
      output:
        'Packages that need redis-server and would be removed with it: gitlab. Remove them first (“apt-get remove gitlab”), or keep redis-server.\n',
    });
    expect(await here.calls()).toEqual([]);
  });

  test('takes along what needs it and was only there for packages that are gone', async () => {
    const here = await on(
      kept,
      { 'redis-server': INSTALLED, 'php-redis': INSTALLED },
      { dependencies: { 'redis-server': ['php-redis'] }, leftovers: ['php-redis', 'libold'] },
    );
    expect(JSON.stringify(await here.findings())).toContain(
      'Also removes what needs it and was only there for packages that are gone: php-redis.',
    );
    expect((await here.apply()).exitCode).toBe(0);
    expect(await here.calls()).toEqual(['apt-get remove redis-server php-redis']);
  });

  test('is done by dpkg alone where a package is half installed', async () => {
    const here = await on(kept, { 'redis-server': INSTALLED, other: HALF });
    expect((await here.apply()).exitCode).toBe(0);
    expect(await here.calls()).toEqual(['dpkg --remove redis-server']);
    expect(await here.read()).toEqual({ other: 'half-configured', 'redis-server': 'config-files' });
  });
});

describe('notInstalled', () => {
  const state = apt.notInstalled('nginx');

  test('holds where only the configuration is left', async () => {
    expect(state.label).toBe('dpkg says that nginx is not installed');
    const here = await on(state, { nginx: CONFIGURATION_ONLY, 'nginx-common': INSTALLED });
    expect([await here.check(), await here.apply()]).toEqual([0, { exitCode: 0, output: '' }]);
  });

  test.each([INSTALLED, HALF])('fails with a sentence where the package is $status', async (nginx) => {
    const here = await on(state, { nginx });
    expect(await here.check()).toBe(1);
    expect(await here.apply()).toEqual({
      exitCode: 5,
      output: 'nginx is still installed, or was removed only in part.\n',
    });
  });
});

test.each(['', 'a b', '-y', 'Nginx', '$(reboot)', '*', 'a*'])('%j is not the name of a package', (name) => {
  expect(() => apt.installed([name])).toThrow('Not the name');
  expect(() => apt.removed([name], { purge: false })).toThrow('Not the name');
});

describe('a transient failure', () => {
  test.each([
    [
      'E: Failed to fetch http://mirror.example/debian/pool/n/nginx_1.deb  503  Service Unavailable [IP: 10.0.0.1 80]',
      'the package mirror answered with a server error',
    ],
    ['Err:1 http://mirror.example/debian bookworm InRelease\n  502  Bad Gateway', null],
    [
      'Reading…\nErr:4 http://mirror.example/debian bookworm/main amd64 nginx all 1.22 500  Internal Server Error',
      'the package mirror answered with a server error',
    ],
    [
      'E: Failed to fetch http://x/Packages.xz  Hash Sum mismatch\n   Hashes of expected file:',
      'the package mirror was being updated',
    ],
    [
      'W: Failed to fetch http://x  File has unexpected size (1 != 2). Mirror sync in progress?',
      'the package mirror was being updated',
    ],
    [
      "W: Failed to fetch http://x  Temporary failure resolving 'mirror.example'",
      "the package mirror's name could not be resolved",
    ],
    [
      'E: Failed to fetch http://x  Could not connect to mirror.example:80, connection timed out',
      'the package mirror could not be reached',
    ],
    [
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 42 (unattended-upgr)',
      'another process held the lock of the package system',
    ],
    [
      'dpkg: error: dpkg frontend lock was locked by another process with pid 7',
      'another process held the lock of the package system',
    ],
    ['E: Unable to locate package ngingx', null],
    ['E: Failed to fetch http://x/nginx.deb  404  Not Found [IP: 10.0.0.1 80]', null],
    ["E: You don't have enough free space in /var/cache/apt/archives/.", null],
    ['Get:5 http://mirror.example/debian bookworm/main amd64 500 kB', null],
  ])('%s', (output, label) => {
    const found = APT_FAILURES.find(({ pattern }) => new RegExp(pattern).test(output));
    expect(found?.label ?? null).toBe(label);
  });
});
