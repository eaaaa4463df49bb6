import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import * as file from './files';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';

const shell = localShell();
const folder = testFolder();

const wanted = 'one\n  two “ü” $HOME\n';
const wantedFile = () =>
  runState(file.content(join(folder.home, 'it is.conf'), wanted, { owner: folder.owner }), { shell });

test('is written where there was nothing, with mode and owner, and is then true', async () => {
  const state = wantedFile();
  expect(await state.check()).toBe(1);
  expect((await state.apply()).exitCode).toBe(0);
  expect(await state.check()).toBe(0);
  expect(await folder.read('it is.conf')).toBe(wanted);
  expect(await modeOf(join(folder.home, 'it is.conf'))).toBe('644');
  expect(await readdir(folder.home)).toEqual(['it is.conf']);
});

test.each(['one\n', 'one\n  two “ü” $HOME', `${'one\n  two “ü” $HOME\n'}x`, ''])(
  'is not true with %j',
  async (former) => {
    await writeFile(join(folder.home, 'it is.conf'), former);
    const state = wantedFile();
    expect(await state.check()).toBe(1);
    await state.apply();
    expect(await state.check()).toBe(0);
  },
);

test('is not true with another mode, and keeps the mode it is given', async () => {
  const path = join(folder.home, 'private');
  const state = runState(file.content(path, wanted, { owner: folder.owner, mode: '0600' }), { shell });
  await state.apply();
  expect(await modeOf(path)).toBe('600');
  await chmod(path, 0o644);
  expect(await state.check()).toBe(1);
});

test('a copy that was cut off is removed by the next try', async () => {
  await writeFile(join(folder.home, '.milepost-it is.conf.abcdef'), 'half a fi');
  await wantedFile().apply();
  expect(await readdir(folder.home)).toEqual(['it is.conf']);
});

test('what cannot be written leaves the former file whole', async () => {
  await writeFile(join(folder.home, 'it is.conf'), 'former');
  const state = runState(
    file.content(join(folder.home, 'it is.conf'), wanted, { owner: 'nobody-of-this-name:none' }),
    { shell },
  );
  expect((await state.apply()).exitCode).toBe(1);
  expect(await folder.read('it is.conf')).toBe('former');
  expect(await readdir(folder.home)).toEqual(['it is.conf']);
});

test('comes back as it was', async () => {
  const path = join(folder.home, 'it is.conf');
  await writeFile(path, 'former\n', { mode: 0o640 });
  const kept = await wantedFile().capture();
  await wantedFile().apply();
  const back = runState(file.content(path, wanted, { owner: folder.owner }), {
    shell: localShell({ captured: kept }),
  });
  expect((await back.undo()).exitCode).toBe(0);
  expect(await folder.read('it is.conf')).toBe('former\n');
  expect(await modeOf(path)).toBe('640');
});

test('goes again where there was nothing', async () => {
  const kept = await wantedFile().capture();
  await wantedFile().apply();
  const back = runState(file.content(join(folder.home, 'it is.conf'), wanted, { owner: folder.owner }), {
    shell: localShell({ captured: kept }),
  });
  await back.undo();
  expect(await readdir(folder.home)).toEqual([]);
});

test.each(['relative', '/', '/etc/', '/etc/../passwd', '/a\nb'])('the path %j is refused', (path) => {
  expect(() => file.content(path, 'x')).toThrow('absolute path');
});
