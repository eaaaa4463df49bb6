import { execFileSync } from 'node:child_process';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { stateViolations } from '../../dsl/testing/there-and-back';
import { archived } from './archived';

const folder = testFolder();
const archive = () => join(folder.home, 'backups/home.tar.gz');
const state = () => archived(join(folder.home, 'ann'), { to: archive() });
const run = () => runState(state(), { shell: localShell({ captured: '' }) });

test('a directory is archived once, for root alone, and stays', async () => {
  await mkdir(join(folder.home, 'ann/-odd name'), { recursive: true });
  await writeFile(join(folder.home, 'ann/-odd name/mark'), 'kept');
  expect(stateViolations(state())).toEqual([]);
  expect(await run().check()).toBe(1);
  expect(await run().findings()).toEqual([]);
  expect(await run().apply()).toMatchObject({ exitCode: 0 });
  expect(await run().check()).toBe(0);
  expect((await stat(archive())).mode & 0o777).toBe(0o600);
  expect(execFileSync('tar', ['-xzOf', archive(), 'ann/-odd name/mark'], { encoding: 'utf8' })).toBe('kept');
  expect(await readdir(join(folder.home, 'backups'))).toEqual(['home.tar.gz']);
});

test('there is nothing to archive of a directory that is not there', async () => {
  expect(await run().check()).toBe(0);
});
