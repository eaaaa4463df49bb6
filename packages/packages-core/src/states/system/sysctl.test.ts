import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import type { Shell } from '../../dsl/testing/local-shell';
import { relocated } from '../../dsl/testing/relocated';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import * as sysctl from './sysctl';

const folder = testFolder();
const FILE = '/etc/sysctl.d/99-zz-milepost.conf';
const shell = (captured = '') => relocated(localShell({ captured }), { '/proc/sys': folder.home });
const at = (key: string) => join(folder.home, key.replaceAll('.', '/'));
const valueOf = async (key: string) => (await readFile(at(key), 'utf8')).trim();

beforeEach(async () => {
  await mkdir(join(folder.home, 'vm'));
  await mkdir(join(folder.home, 'net'));
  await writeFile(at('vm.a'), '1\t2   3\n');
  await writeFile(at('net.b'), '5\n');
});

const wanted = { 'vm.a': '4 5 6', 'net.b': '7' };
const run = (state: ReturnType<typeof sysctl.restored>) => runState(state, { shell: shell() });

test('settings are set and undone', async () => {
  await expectThereAndBack(sysctl.inForce(wanted, FILE), {
    shell,
    between: async () => expect([await valueOf('vm.a'), await valueOf('net.b')]).toEqual(['4 5 6', '7']),
  });
  expect(await valueOf('vm.a')).toBe('1 2 3');
  expect(await run(sysctl.restored(['vm.a'])).check()).toBe(0);
});

test('numbers with other blanks between them are the same', async () => {
  expect(await run(sysctl.inForce({ 'vm.a': '1 2 3' }, FILE)).check()).toBe(0);
});

test('a plan says what changes', async () => {
  expect(await run(sysctl.inForce(wanted, FILE)).findings()).toEqual([
    { kind: 'changes', sentence: 'vm.a is “1 2 3”: it becomes “4 5 6”.', field: null },
    { kind: 'changes', sentence: 'net.b is “5”: it becomes “7”.', field: null },
  ]);
});

describe('settings that go', () => {
  const restored = sysctl.restored(['vm.a', 'net.b']);

  test('become what they were before Milepost, also after a change', async () => {
    await run(sysctl.inForce(wanted, FILE)).apply();
    await run(sysctl.inForce({ 'vm.a': '8', 'net.b': '9' }, FILE)).apply();
    expect(await run(restored).findings()).toMatchObject([{ kind: 'changes' }, { kind: 'changes' }]);
    await expectThereAndBack(restored, { shell });
    expect(await valueOf('vm.a')).toBe('8');
    expect((await run(restored).apply()).output).toBe('');
    expect([await valueOf('vm.a'), await valueOf('net.b')]).toEqual(['1 2 3', '5']);
  });

  test('stay where somebody has set them since', async () => {
    await run(sysctl.inForce(wanted, FILE)).apply();
    await writeFile(at('net.b'), '100\n');
    expect((await run(restored).findings()).map(({ kind }) => kind)).toEqual(['changes', 'keeps']);
    expect(await run(restored).apply()).toEqual({
      exitCode: 0,
      output: 'net.b is “100”, set after Milepost: it stays.\n',
    });
    expect([await valueOf('vm.a'), await valueOf('net.b')]).toEqual(['1 2 3', '100']);
  });
});

test('a value that the kernel does not take is named, and nothing is changed', async () => {
  const state = sysctl.inForce({ 'vm.a': '9', 'kernel.none': 'x' }, FILE);
  expect(await run(state).apply()).toEqual({
    exitCode: 4,
    output: 'The kernel does not take “x” for kernel.none.\n',
  });
  expect(await valueOf('vm.a')).toBe('1 2 3');
  await symlink('/dev/null', at('vm.null'));
  expect((await run(sysctl.inForce({ 'vm.null': 'x' }, FILE)).apply()).output).toBe(
    'Of “x” for vm.null the kernel has made “”: enter a value that it keeps.\n',
  );
});

describe('files of others', () => {
  /** Which are looked for in folders of the test. */
  const looking: Shell = (script, secrets) =>
    shell()(`mp_sysctl_directories='${folder.home}/etc ${folder.home}/lib'\n${script}`, secrets);
  const write = async (files: Record<string, string>) => {
    for (const name of ['etc', 'lib']) await mkdir(join(folder.home, name));
    for (const [name, body] of Object.entries(files)) await writeFile(join(folder.home, name), body);
  };

  test('a file that is read before ours stays, and the plan says what differs', async () => {
    await write({
      'etc/10-a.conf': '# vm.a = 6\n-vm/a=1 \t 2\nvm.a.b=5\n',
      'lib/10-a.conf': 'vm.a = 8\n',
      'lib/20-b.conf': 'vm.a = 4 5 6\n',
      'lib/30-c': 'vm.a = 9\n',
    });
    const state = sysctl.inForce({ 'vm.a': '4 5 6' }, FILE);
    expect(await runState(state, { shell: looking }).findings()).toEqual([
      { kind: 'changes', sentence: 'vm.a is “1 2 3”: it becomes “4 5 6”.', field: null },
      {
        ...{ kind: 'keeps', field: null },
        sentence: `${folder.home}/etc/10-a.conf sets vm.a to “1 2”: it stays, and the file of Milepost is read after it.`,
      },
    ]);
  });

  test('a file that is read after ours is refused where it sets something else', async () => {
    await write({ 'lib/zz-a.conf': 'vm.a = 4 5 6\nnet.b=5\nnet.b = 8\n' });
    const state = sysctl.settable(wanted, FILE, 'settings');
    expect(await runState(state, { shell: looking }).findings()).toEqual([
      {
        ...{ kind: 'blocked', field: 'settings' },
        sentence: `${folder.home}/lib/zz-a.conf sets net.b to “8” and is read later at each boot: take the line out of it, or the setting out of the list.`,
      },
    ]);
  });
});

test('what is not there cannot be set', async () => {
  const state = sysctl.settable({ 'vm.a': '1', 'vm.none': '1', 'net.b.c': '1' }, FILE, 'settings');
  const findings = await runState(state, { shell: shell() }).findings();
  expect(findings.map(({ kind, field }) => [kind, field])).toEqual([
    ['blocked', 'settings'],
    ['blocked', 'settings'],
  ]);
  expect(findings[0]?.sentence).toContain('This server has no kernel setting net.b.c.');
});

test.each(['vm', 'vm.', 'x.y', 'net.ipv4.*', '-vm.a', 'vm./etc', 'vm.a b', 'net..b'])(
  '“%s” is not the name of a kernel setting',
  (key) => {
    expect(() => sysctl.restored([key])).toThrow('Not the name of a kernel setting');
  },
);
