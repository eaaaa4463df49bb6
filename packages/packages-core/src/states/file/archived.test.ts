import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sh } from '../../dsl/sh';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';
import { stateViolations } from '../../dsl/testing/there-and-back';
import { path } from '../../dsl/values/path';
import { archived } from './archived';

const folder = testFolder();
const to = () => path`${folder.home}/backups/conf.tar.gz`;
const conf = (unless = sh`false`) => archived(join(folder.home, 'conf'), { to: to(), unless });
const state = (unless = sh`false`) => runState(conf(unless), { shell: localShell({ captured: '' }) });

test('a copy of a directory is whole, for root alone, and not made twice', async () => {
  await mkdir(join(folder.home, 'conf/sites'), { recursive: true });
  await writeFile(join(folder.home, 'conf/sites/-shop $(id)'), 'kept\n');
  expect(stateViolations(conf())).toEqual([]);
  expect(await state().check()).toBe(1);
  expect(await state().findings()).toEqual([]);
  expect(await state(sh`true`).check()).toBe(0);
  expect((await state().apply()).exitCode).toBe(0);
  expect(await state().check()).toBe(0);
  expect([await modeOf(to().shown), await modeOf(join(folder.home, 'backups'))]).toEqual(['600', '700']);
  await rm(join(folder.home, 'conf'), { recursive: true });
  await localShell()(`tar -C ${folder.home} -xzf ${to().shown}`, {});
  expect(await readFile(join(folder.home, 'conf/sites/-shop $(id)'), 'utf8')).toBe('kept\n');
});

test('a copy of a directory that is not there is not needed', async () => {
  expect(await state().check()).toBe(0);
});

test('a copy that fails leaves no half of one', async () => {
  const missing = archived(join(folder.home, 'missing'), { to: to() });
  const { exitCode } = await runState(missing, { shell: localShell() }).apply();
  expect(exitCode).not.toBe(0);
  expect(await readdir(join(folder.home, 'backups'))).toEqual([]);
});
