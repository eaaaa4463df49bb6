import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import * as file from './files';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';

const shell = localShell();
const folder = testFolder();

describe('absent', () => {
  test.each(['file', 'directory', 'dangling link'])('a %s goes', async (kind) => {
    const path = join(folder.home, 'it');
    const state = runState(file.absent(path), { shell });
    expect(await state.check()).toBe(0);
    if (kind === 'file') await writeFile(path, '');
    else if (kind === 'directory') await mkdir(join(path, 'deep'), { recursive: true });
    else await symlink(join(folder.home, 'nowhere'), path);
    expect(await state.check()).toBe(1);
    await state.apply();
    expect(await state.check()).toBe(0);
    expect(await readdir(folder.home)).toEqual([]);
  });

  test.each(['/etc', '/var/lib'])('%s is too near to the root', (path) => {
    expect(() => file.absent(path)).toThrow('Too near');
  });
});

test('a directory is made with its mode', async () => {
  const path = join(folder.home, 'a', 'b');
  const state = runState(file.directory(path, { owner: folder.owner, mode: '0750' }), { shell });
  expect(await state.check()).toBe(1);
  expect((await state.apply()).exitCode).toBe(0);
  expect(await state.check()).toBe(0);
  expect(await modeOf(path)).toBe('750');
});
