import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { valueIs, valueRestored, valuesForgotten } from './values';
import type { SystemValue } from './values';

const folder = testFolder();
const at = () => join(folder.home, 'value');
const zone = (more: Partial<SystemValue> = {}): SystemValue => ({
  ...{ name: 'trial', subject: 'the trial', by: 'set-trial' },
  read: sh`cat ${at()}`,
  write: sh`printf '%s\n' "$value" >${at()}`,
  ...more,
});
const run = (state: State) => runState(state, { shell: localShell() });
const is = async () => (await folder.read('value')).trim();
const set = (value: string) => writeFile(at(), `${value}\n`);

beforeEach(() => set('first one'));

test('a value is set and undone, and nothing is recorded then', async () => {
  await expectThereAndBack(valueIs(zone(), '$(id) “b”'), {
    between: async () => expect(await is()).toBe('$(id) “b”'),
  });
  expect(await is()).toBe('first one');
  expect(await run(valuesForgotten(zone())).check()).toBe(0);
});

test('a plan says what a value is and becomes', async () => {
  expect(await run(valueIs(zone(), 'b')).findings()).toEqual([
    { kind: 'changes', sentence: 'The trial is “first one”: it becomes “b”.', field: null },
  ]);
});

test('a value is what it was before Milepost, after two changes', async () => {
  await run(valueIs(zone(), 'b')).apply();
  await run(valueIs(zone(), 'c')).apply();
  expect(await run(valuesForgotten(zone())).check()).toBe(1);
  expect(await run(valueRestored(zone())).findings()).toMatchObject([
    { sentence: 'The trial is “c”: it becomes “first one” again, as it was before Milepost.' },
  ]);
  await expectThereAndBack(valueRestored(zone()));
  expect(await is()).toBe('c');
  await run(valueRestored(zone())).apply();
  expect(await is()).toBe('first one');
});

test('a value that somebody has set since stays, and is what the next change goes back to', async () => {
  await run(valueIs(zone(), 'b')).apply();
  await set('theirs');
  expect(await run(valueRestored(zone())).findings()).toMatchObject([{ kind: 'keeps' }]);
  await run(valueIs(zone(), 'c')).apply();
  await run(valueRestored(zone())).apply();
  expect(await is()).toBe('theirs');
  await run(valueIs(zone(), 'b')).apply();
  await set('again');
  expect(await run(valueRestored(zone())).apply()).toEqual({
    exitCode: 0,
    output: 'The trial is “again”, set after Milepost: it stays.\n',
  });
});

test('a value that was already as wanted is nobody’s to put back', async () => {
  expect(await run(valueIs(zone(), 'first one')).check()).toBe(0);
  expect(await run(valueRestored(zone())).check()).toBe(0);
});

test('a program that fails, or does nothing, is not believed', async () => {
  const failing = await run(valueIs(zone({ write: sh`echo 'not allowed' >&2; exit 3` }), 'b')).apply();
  expect(failing).toEqual({ exitCode: 3, output: 'not allowed\n' });
  const idle = await run(valueIs(zone({ write: sh`:` }), 'b')).apply();
  expect(idle).toEqual({
    exitCode: 1,
    output: 'The trial is “first one” after it was changed to “b”.\n',
  });
  await run(valueRestored(zone())).apply();
});
