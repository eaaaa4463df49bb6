import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localShell } from '../dsl/testing/local-shell';
import { trial } from '../dsl/testing/try-state';
import * as file from './file';
import { modeOf, testFolder } from '../dsl/testing/test-folder';

const shell = localShell();
const folder = testFolder();

const wanted = 'one\n  two “ü” $HOME\n';
const wantedFile = () =>
  trial(file.content(join(folder.home, 'it is.conf'), wanted, { owner: folder.owner }), { shell });

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
  const state = trial(file.content(path, wanted, { owner: folder.owner, mode: '0600' }), { shell });
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
  const state = trial(
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
  const back = trial(file.content(path, wanted, { owner: folder.owner }), {
    shell: localShell({ captured: kept }),
  });
  expect((await back.undo()).exitCode).toBe(0);
  expect(await folder.read('it is.conf')).toBe('former\n');
  expect(await modeOf(path)).toBe('640');
});

test('goes again where there was nothing', async () => {
  const kept = await wantedFile().capture();
  await wantedFile().apply();
  const back = trial(file.content(join(folder.home, 'it is.conf'), wanted, { owner: folder.owner }), {
    shell: localShell({ captured: kept }),
  });
  await back.undo();
  expect(await readdir(folder.home)).toEqual([]);
});

test('a large former file is not kept, and says so', async () => {
  await writeFile(join(folder.home, 'it is.conf'), 'x'.repeat(70_000));
  const kept = await wantedFile().capture();
  expect(kept).toMatch(/^large [0-9a-f]{64}/);
  const back = trial(file.content(join(folder.home, 'it is.conf'), wanted, { owner: folder.owner }), {
    shell: localShell({ captured: kept }),
  });
  expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
  await wantedFile().apply();
  expect(await back.undo()).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('too large') as string,
  });
});

test.each(['relative', '/', '/etc/', '/etc/../passwd', '/a\nb'])('the path %j is refused', (path) => {
  expect(() => file.content(path, 'x')).toThrow('absolute path');
});

describe('content that keeps what was there before', () => {
  const MARK = '<!-- ours -->';
  const page = (body: string) =>
    file.content(join(folder.home, 'index.html'), `${body}\n${MARK}\n`, {
      owner: folder.owner,
      keepUnless: MARK,
    });
  const back = () => trial(file.restored(join(folder.home, 'index.html'), { keepUnless: MARK }), { shell });

  test('a stranger’s file is kept beside it and put back', async () => {
    await writeFile(join(folder.home, 'index.html'), 'mine\n');
    expect((await trial(page('a'), { shell }).apply()).output).toContain('is kept as');
    await trial(page('b'), { shell }).apply();
    expect(await folder.read('index.html.before-milepost')).toBe('mine\n');
    expect(await folder.read('index.html')).toContain('b\n');
    expect(await back().check()).toBe(1);
    await back().apply();
    expect(await back().check()).toBe(0);
    expect(await readdir(folder.home)).toEqual(['index.html']);
    expect(await folder.read('index.html')).toBe('mine\n');
  });

  test('our own is not kept, and is removed', async () => {
    await trial(page('a'), { shell }).apply();
    await trial(page('b'), { shell }).apply();
    expect(await readdir(folder.home)).toEqual(['index.html']);
    await back().apply();
    expect(await readdir(folder.home)).toEqual([]);
    expect(await back().check()).toBe(0);
  });

  test('a stranger’s file that we never replaced stays', async () => {
    await writeFile(join(folder.home, 'index.html'), 'mine\n');
    expect(await back().check()).toBe(0);
  });
});
