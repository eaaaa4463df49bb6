import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../dsl/secret';
import type { State } from '../dsl/state';
import { wayBackViolations } from '../dsl/testing/conformance';
import { localShell } from '../dsl/testing/local-shell';
import { trial } from '../dsl/testing/try-state';
import * as apt from './apt';
import * as disk from './disk';
import * as file from './file';
import * as nginx from './nginx';
import * as port from './port';
import * as redis from './redis';
import * as systemd from './systemd';
import * as user from './user';

const BUILT_IN: Record<string, State> = {
  'apt.installed': apt.installed('nginx'),
  'apt.installedWithData': apt.installedWithData({ packages: ['nginx'], data: ['/var/lib/x'] }),
  'apt.refreshed': apt.refreshed({ packages: ['nginx'] }),
  'apt.removed': apt.removed(['nginx'], { purge: true }),
  'apt.gone': apt.gone('nginx'),
  'disk.free': disk.free('/var', 100),
  'file.content': file.content('/etc/x', 'x'),
  'file.restored': file.restored('/etc/x', { keepUnless: 'ours' }),
  'file.line': file.line('/etc/x', { like: 'x', be: 'x' }),
  'file.absent': file.absent('/var/lib/x'),
  'file.directory': file.directory('/etc/x'),
  'nginx.acceptsConfiguration': nginx.acceptsConfiguration(),
  'port.freeFor': port.freeFor(80, 'nginx'),
  'port.answers': port.answers(80),
  'port.closedBy': port.closedBy('nginx'),
  'port.serves': port.serves({ port: 80, body: 'x' }),
  'redis.answersTo': redis.answersTo(new Secret('password'), { port: 6379 }),
  'redis.refusesStrangers': redis.refusesStrangers({ port: 6379 }),
  'systemd.running': systemd.running('nginx'),
  'systemd.stopped': systemd.stopped('nginx'),
  'user.exists': user.exists('deploy'),
};

test('every built-in state is looked at here', () => {
  const modules = { apt, disk, file, nginx, port, redis, systemd, user };
  const names = Object.entries(modules).flatMap(([noun, exported]) =>
    Object.keys(exported).map((name) => `${noun}.${name}`),
  );
  // A command, not a state.
  expect(names.filter((name) => name !== 'apt.version').sort()).toEqual(Object.keys(BUILT_IN).sort());
});

test.each(Object.entries(BUILT_IN))('%s has a way back, or says why there is none', (_name, state) => {
  expect(wayBackViolations(state)).toEqual([]);
});

describe('applied, undone and undone again', () => {
  let home = '';
  let owner = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'milepost-way-back-'));
    owner = (await localShell()(`stat -c %U:%G ${home}`, {})).output.trim();
  });
  afterEach(() => rm(home, { recursive: true }));
  const at = (name: string) => join(home, name);
  const tree = async () => {
    const names = (await readdir(home, { recursive: true })).sort();
    return Promise.all(names.map(async (name) => [name, (await stat(at(name))).mode & 0o777]));
  };
  const thereAndBack = async (state: State) => {
    const captured = await trial(state, { shell: localShell() }).capture();
    expect((await trial(state, { shell: localShell() }).apply()).exitCode).toBe(0);
    const back = trial(state, { shell: localShell({ captured }) });
    expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
    expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
  };

  test.each([
    ['nothing', () => Promise.resolve()],
    ['a file', () => writeFile(at('it'), 'former\n', { mode: 0o640 })],
    ['a large file', () => writeFile(at('it'), 'x'.repeat(70_000))],
  ])('content that keeps a copy, over %s', async (_what, make) => {
    await make();
    const before = [await tree(), await readFile(at('it'), 'utf8').catch(() => null)];
    await thereAndBack(file.content(at('it'), 'x # ours', { owner, keepUnless: '# ours' }));
    expect([await tree(), await readFile(at('it'), 'utf8').catch(() => null)]).toEqual(before);
  });

  test('content over a symbolic link', async () => {
    await writeFile(at('target'), 'former\n');
    await symlink('target', at('it'));
    await thereAndBack(file.content(at('it'), 'x', { owner }));
    expect(await readlink(at('it'))).toBe('target');
    expect(await readFile(at('target'), 'utf8')).toBe('former\n');
  });

  test('content that is restored, with the copy that it was restored from', async () => {
    await writeFile(at('it'), 'x # ours');
    await writeFile(at('it.before-milepost'), 'former');
    await thereAndBack(file.restored(at('it'), { keepUnless: '# ours' }));
    expect(await readFile(at('it'), 'utf8')).toBe('x # ours');
    expect(await readFile(at('it.before-milepost'), 'utf8')).toBe('former');
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
