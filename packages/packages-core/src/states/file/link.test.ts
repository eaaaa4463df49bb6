import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { link, linkOriginal } from './link';
import { newest } from './newest';

const folder = testFolder();
const at = (name: string) => join(folder.home, name);
const target = (name = 'current') => readlink(at(name)).catch(() => null);
const local = (captured = '') => ({ shell: localShell({ captured }) });

describe('link', () => {
  test.each([null, 'releases/1'])('is made over %s and undone to it', async (former) => {
    if (former) await symlink(former, at('current'));
    const state = link(at('current'), { to: 'releases/2' });
    await expectThereAndBack(state, { between: async () => expect(await target()).toBe('releases/2') });
    expect(await target()).toBe(former);
    expect(await readdir(folder.home)).toEqual(former ? ['current'] : []);
  });

  test('leaves a link that somebody changed since alone, and says so', async () => {
    const state = link(at('current'), { to: '/a' });
    const captured = await runState(state, local()).capture();
    await runState(state, local()).apply();
    await symlink('/b', at('other'));
    await localShell()(`mv ${at('other')} ${at('current')}`, {});
    expect(await runState(state, local(captured)).undo()).toEqual({
      exitCode: 0,
      output: `${at('current')} points to /b by now: it stays.\n`,
    });
  });

  test.each([
    ['a directory', () => mkdir(at('current'))],
    ['a file', () => writeFile(at('current'), 'mine')],
  ])('does not take the place of %s', async (what, make) => {
    await make();
    const state = link(at('current'), { to: '/a' });
    const obstacle = `${at('current')} is ${what}, not a link: move it away.`;
    expect(await runState(state, local()).findings()).toMatchObject([
      { kind: 'blocked', sentence: obstacle },
    ]);
    expect(await runState(state, local()).apply()).toEqual({ exitCode: 4, output: `${obstacle}\n` });
    expect(await target()).toBeNull();
  });

  test.each([null, '/strangers'])(
    'gives way to %s, which was there before Milepost, in an uninstall',
    async (former) => {
      if (former) await symlink(former, at('current'));
      for (const to of ['/a', '/b']) await runState(link(at('current'), { to }), local()).apply();
      await expectThereAndBack(linkOriginal(at('current')), {
        between: async () => expect(await target()).toBe(former),
      });
      expect(await target()).toBe('/b');
      await runState(linkOriginal(at('current')), local()).apply();
      expect(await target()).toBe(former);
    },
  );
});

describe('newest', () => {
  const state = () => newest(at('releases'), { keep: 2 });

  test('keeps the newest by their names, what is in use, and hidden entries', async () => {
    for (const name of ['9', '10', '8', '.hidden', '7'])
      await mkdir(at(`releases/${name}`), { recursive: true });
    await symlink('releases/7', at('current'));
    expect(await runState(state(), local()).check()).toBe(1);
    expect((await runState(state(), local()).apply()).output).toBe(`${at('releases/8')} is removed.\n`);
    expect((await readdir(at('releases'))).sort()).toEqual(['.hidden', '10', '7', '9']);
    expect(await runState(state(), local()).check()).toBe(0);
  });

  test('holds for a directory that is not there', async () => {
    expect(await runState(state(), local()).check()).toBe(0);
  });
});
