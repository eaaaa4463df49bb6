import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sh } from '../dsl/sh';
import { Secret } from '../dsl/secret';
import type { State } from '../dsl/state';
import { rollbackViolations } from '../dsl/conformance/package-violations';
import { localShell } from '../dsl/testing/local-shell';
import { runState } from '../dsl/testing/run-state';
import * as apt from './apt/packages';
import * as aptHealth from './apt/health';
import * as aptInstallable from './apt/installable';
import * as aptRemoval from './apt/removable';
import * as disk from './disk';
import * as file from './file/files';
import * as http from './http';
import * as nginx from './nginx/server';
import * as debianSite from './nginx/debian-site';
import * as defaultSite from './nginx/default-site';
import * as directive from './nginx/directive';
import * as documentRoot from './web/document-root';
import * as sites from './nginx/sites';
import * as port from './port';
import * as redis from './redis/server';
import * as systemd from './systemd/services';
import * as user from './users/user';

const DIRECTIVE = { section: 'main', name: 'user', value: 'x', field: 'user' } as const;

const WANTED_USER = { shell: '/bin/bash', groups: ['www-data'], sudo: false };

const BUILT_IN: Record<string, State> = {
  'apt.installed': apt.installed(['nginx']),
  'apt.updated': apt.updated({ packages: ['nginx'] }),
  'apt.removed': apt.removed(['nginx'], { purge: true, destructive: 'All of it.' }),
  'aptInstallable.installable': aptInstallable.installable(['nginx']),
  'aptRemoval.removable': aptRemoval.removable(['nginx'], { unit: 'nginx', program: '/usr/sbin/nginx' }),
  'apt.notInstalled': apt.notInstalled('nginx'),
  'aptHealth.noneHalfInstalled': aptHealth.noneHalfInstalled({ packages: ['nginx'] }),
  'disk.free': disk.free('/var', 100),
  'disk.freeFor': disk.freeFor(['nginx'], 100),
  'file.content': file.content('/etc/x', 'x'),
  'file.original': file.original('/etc/x'),
  'file.removedOrRestored': file.removedOrRestored('/etc/x', { withoutBackup: 'removed' }),
  'file.replaceable': file.replaceable('/etc/x', 'x'),
  'file.line': file.line('/etc/x', { match: 'x', content: 'x' }),
  'file.absent': file.absent('/var/lib/x'),
  'file.directory': file.directory('/etc/x'),
  'nginx.configValid': nginx.configValid(),
  'nginx.existingConfigValid': nginx.existingConfigValid(80),
  'nginx.running': nginx.running(['/etc/x']),
  'debianSite.debianSiteDisabled': debianSite.debianSiteDisabled(80, 'port'),
  'debianSite.debianSiteEnabled': debianSite.debianSiteEnabled(),
  'debianSite.placeholderRemoved': debianSite.placeholderRemoved(),
  'defaultSite.defaultSite': defaultSite.defaultSite(80, 'port'),
  'defaultSite.defaultSiteRemoved': defaultSite.defaultSiteRemoved(),
  'directive.directive': directive.directive('/etc/x', DIRECTIVE),
  'directive.settable': directive.settable('/etc/x', [DIRECTIVE]),
  'documentRoot.documentRootRemoved': documentRoot.documentRootRemoved('/var/www/x'),
  'sites.noOtherDefault': sites.noOtherDefault({ port: 80, field: 'port' }),
  'port.availableFor': port.availableFor(80, 'nginx'),
  'port.listening': port.listening(80),
  'port.noProcessesOf': port.noProcessesOf('nginx'),
  'http.responds': http.responds({ port: 80, body: 'x', explain: sh`:` }),
  'redis.acceptsPassword': redis.acceptsPassword(new Secret('password'), { port: 6379 }),
  'redis.requiresAuth': redis.requiresAuth({ port: 6379 }),
  'systemd.running': systemd.running('nginx'),
  'systemd.stopped': systemd.stopped('nginx'),
  'user.absent': user.absent('deploy'),
  'user.exists': user.exists('deploy'),
  'user.asWanted': user.asWanted('deploy', WANTED_USER),
  'user.available': user.available('deploy', WANTED_USER),
  'user.gone': user.gone('deploy'),
  'user.idle': user.idle('deploy'),
};

test('every built-in state is looked at here', () => {
  const modules = {
    ...{ apt, aptHealth, aptInstallable, aptRemoval, disk, file, http, nginx, port, redis, systemd, user },
    ...{ debianSite, defaultSite, directive, documentRoot, sites },
  };
  const names = Object.entries(modules).flatMap(([noun, exported]) =>
    Object.keys(exported).map((name) => `${noun}.${name}`),
  );
  const commands = [
    ...['apt.version', 'file.listBackups', 'nginx.enabledSites', 'nginx.explainFailure'],
    ...['sites.requestsTakenOver', 'systemd.runningStateId'],
  ];
  expect(names.filter((name) => !commands.includes(name)).sort()).toEqual(Object.keys(BUILT_IN).sort());
});

test.each(Object.entries(BUILT_IN))('%s can be undone, or says why not', (_name, state) => {
  expect(rollbackViolations(state)).toEqual([]);
});

describe('applied, undone and undone again', () => {
  let home = '';
  let owner = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'milepost-rollback-'));
    owner = (await localShell()(`stat -c %U:%G ${home}`, {})).output.trim();
  });
  afterEach(() => rm(home, { recursive: true }));
  const at = (name: string) => join(home, name);
  const tree = async () => {
    const names = (await readdir(home, { recursive: true })).sort();
    return Promise.all(names.map(async (name) => [name, (await stat(at(name))).mode & 0o777]));
  };
  const thereAndBack = async (state: State) => {
    const captured = await runState(state, { shell: localShell() }).capture();
    expect((await runState(state, { shell: localShell() }).apply()).exitCode).toBe(0);
    const back = runState(state, { shell: localShell({ captured }) });
    expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
    expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
  };

  test.each([
    ['nothing', () => Promise.resolve()],
    ['a file', () => writeFile(at('it'), 'former\n', { mode: 0o640 })],
    ['a large file', () => writeFile(at('it'), 'x'.repeat(70_000))],
  ])('content, over %s', async (_what, make) => {
    await make();
    const before = [await tree(), await readFile(at('it'), 'utf8').catch(() => null)];
    await thereAndBack(file.content(at('it'), 'x', { owner }));
    expect([await tree(), await readFile(at('it'), 'utf8').catch(() => null)]).toEqual(before);
  });

  test('content behind a symbolic link', async () => {
    await writeFile(at('target'), 'former\n');
    await symlink('target', at('it'));
    await thereAndBack(file.content(at('it'), 'x', { owner }));
    expect(await readlink(at('it'))).toBe('target');
    expect(await readFile(at('target'), 'utf8')).toBe('former\n');
  });

  test('a line of a stranger’s file', async () => {
    await writeFile(at('it'), 'a 1\nb 2\n', { mode: 0o604 });
    await thereAndBack(file.line(at('it'), { match: '^a ', content: 'a 2' }));
    expect(await tree()).toEqual([['it', 0o604]]);
    expect(await readFile(at('it'), 'utf8')).toBe('a 1\nb 2\n');
  });

  test('a file that was restored, with the copy that it was restored from', async () => {
    await writeFile(at('it'), 'former', { mode: 0o640 });
    await runState(file.content(at('it'), 'x', { owner }), { shell: localShell() }).apply();
    const before = await tree();
    const restored = file.removedOrRestored(at('it'), { withoutBackup: 'removed' });
    const captured = await runState(restored, { shell: localShell() }).capture();
    await runState(restored, { shell: localShell() }).apply();
    expect([await tree(), await readFile(at('it'), 'utf8')]).toEqual([[['it', 0o640]], 'former']);
    const back = runState(restored, { shell: localShell({ captured }) });
    for (let times = 0; times < 2; times++) {
      expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
      expect(await tree()).toEqual(before);
      expect(await readFile(at('it'), 'utf8')).toBe('x\n');
    }
    // The record is there again: what was replaced first comes back at the next uninstall.
    await runState(restored, { shell: localShell() }).apply();
    expect([await tree(), await readFile(at('it'), 'utf8')]).toEqual([[['it', 0o640]], 'former']);
  });

  test('a directory with its parents', async () => {
    await thereAndBack(file.directory(at('a/b'), { owner }));
    expect(await readdir(home)).toEqual([]);
  });

  test('a directory that was there', async () => {
    await mkdir(at('a'), { mode: 0o700 });
    await thereAndBack(file.directory(at('a'), { owner }));
    expect(await tree()).toEqual([['a', 0o700]]);
  });
});
