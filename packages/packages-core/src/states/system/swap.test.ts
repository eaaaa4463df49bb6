import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { State } from '../../dsl/state';
import { shellWith } from '../../dsl/testing/fake-commands';
import { relocated } from '../../dsl/testing/relocated';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import * as swap from './swap';

const folder = testFolder();
const HEADER = 'Filename\tType\tSize\tUsed\tPriority\n';
const THEIRS = '/dev/vda2 partition 1048576 1024 -2\n';
const used = (kilobytes: number) => `${join(folder.home, 'swapfile')} file 65532 ${kilobytes} -3\n`;
const swaps = (...lines: string[]) => writeFile(join(folder.home, 'swaps'), HEADER + lines.join(''));
const megabytes = async () => (await stat(join(folder.home, 'swapfile'))).size / 1024 ** 2;

/** A server with this file system, container or not, where swapoff takes the file out of /proc/swaps. */
const shell = async ({ captured = '', type = 'ext2/ext3', container = false } = {}) =>
  relocated(
    await shellWith(
      folder.home,
      {
        swapoff: 'sed -i "\\|^$1 |d" "$HOME_OF_TEST/swaps"',
        swapon: 'echo "$1 file 1020 0 -3" >>"$HOME_OF_TEST/swaps"',
        stat: `case $1 in -f) echo '${type}' ;; *) exec /usr/bin/stat "$@" ;; esac`,
        'systemd-detect-virt': container ? 'exit 0' : 'exit 1',
      },
      { captured },
    ),
    {
      '/swapfile': join(folder.home, 'swapfile'),
      '/proc/swaps': join(folder.home, 'swaps'),
      '/proc/meminfo': join(folder.home, 'meminfo'),
    },
  );
const run = async (state: State, how = {}) => runState(state, { shell: await shell(how) });

beforeEach(async () => {
  await swaps(THEIRS);
  await writeFile(join(folder.home, 'meminfo'), 'MemTotal: 2000000 kB\nMemAvailable: 10240 kB\n');
});

describe('a swap file', () => {
  test('a swap file is made, and is gone when it is undone', async () => {
    await expectThereAndBack(swap.swapFile('/swapfile', 1), {
      shell: (captured) => shell({ captured }),
      between: async () => expect(await megabytes()).toBe(1),
    });
    await expect(megabytes()).rejects.toThrow('ENOENT');
  });

  test('a swap file of another size is made anew, and is again of its former size and in use when that is undone', async () => {
    await (await run(swap.swapFile('/swapfile', 1))).apply();
    await swaps(THEIRS, used(0));
    const larger = await run(swap.swapFile('/swapfile', 2));
    const captured = await larger.capture();
    expect(captured).toBe('1 ours on\n');
    expect((await larger.apply()).exitCode).toBe(0);
    expect([await megabytes(), await folder.read('swaps')]).toEqual([2, HEADER + THEIRS]);
    expect((await (await run(swap.swapFile('/swapfile', 2), { captured })).undo()).exitCode).toBe(0);
    expect([await megabytes(), (await folder.read('swaps')).split('\n').length]).toEqual([1, 4]);
  });

  test('a swap file goes, and comes back', async () => {
    await (await run(swap.swapFile('/swapfile', 1))).apply();
    await expectThereAndBack(swap.swapFileGone('/swapfile'), { shell: (captured) => shell({ captured }) });
    expect(await megabytes()).toBe(1);
  });

  test('a file of somebody else stays, and is named', async () => {
    await writeFile(join(folder.home, 'swapfile'), 'theirs');
    const possible = await run(swap.swapPossible('/swapfile', 1));
    expect((await possible.findings()).map(({ sentence, field }) => [sentence, field])).toEqual([
      [
        `${folder.home}/swapfile is there already, and Milepost did not make it: choose another path.`,
        'path',
      ],
    ]);
    await (await run(swap.swapFileGone('/swapfile'))).apply();
    expect(await folder.read('swapfile')).toBe('theirs');
  });

  test('a swap file stands beside other swap, which the plan names', async () => {
    expect(await (await run(swap.swapFile('/swapfile', 1))).findings()).toEqual([
      {
        ...{ kind: 'keeps', field: null },
        sentence: '/dev/vda2 (1024 MB) is used as swap: it stays, and the file is used besides.',
      },
    ]);
  });
});

test.each([
  [{ type: 'btrfs' }, 64, 'is on a file system of the type btrfs'],
  [{ type: 'overlayfs' }, 64, 'is on a file system of the type overlayfs'],
  [{ type: 'tmpfs' }, 64, 'is on a file system of the type tmpfs'],
  [{ container: true }, 64, 'This server is a container'],
  [{}, 1_000_000_000, 'MB are needed for'],
])('on a server with %o, a file of %i MB is refused', async (server, size, sentence) => {
  const possible = await run(swap.swapPossible('/swapfile', size), server);
  expect(await possible.findings()).toMatchObject([
    { kind: 'blocked', sentence: expect.stringContaining(sentence) as string },
  ]);
  expect(await possible.check()).toBe(1);
});

test.each([
  [20_000, THEIRS, 0],
  [20_000, '', 1],
  [5_000, '', 0],
])(
  '%i kB in the file with other swap “%s” and 10 MB of memory can go: exit %i',
  async (kilobytes, other, exit) => {
    await swaps(other, used(kilobytes));
    expect(await (await run(swap.swapCanGo('/swapfile'))).check()).toBe(exit);
  },
);

test('what does not fit into memory is no matter where the file keeps its size', async () => {
  await (await run(swap.swapFile('/swapfile', 1))).apply();
  await swaps(used(20_000));
  expect(await (await run(swap.swapCanGo('/swapfile', { unless: 1 }))).check()).toBe(0);
  const other = await run(swap.swapCanGo('/swapfile', { unless: 2 }));
  expect(await other.findings()).toMatchObject([
    {
      sentence: `19 MB are in the swap file ${folder.home}/swapfile, and 10 MB of memory are free: end some programs first.`,
    },
  ]);
});

test.each(['swapfile', '/a-b', '/', '/a/', '/../x', '/.x', '/a b', '/a\nb'])(
  '“%s” is not the path of a swap file',
  (path) => {
    expect(() => swap.swapUnit(path)).toThrow('Not the path of a swap file');
  },
);

test('systemd names a swap by its path', () => {
  expect([swap.swapUnit('/swapfile'), swap.swapUnit('/var/swap/one_1.img')]).toEqual([
    'swapfile.swap',
    'var-swap-one_1.img.swap',
  ]);
});
