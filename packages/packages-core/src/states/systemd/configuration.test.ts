import { mkdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { stateViolations } from '../../dsl/testing/there-and-back';
import { current, reloaded, staysUp } from './configuration';
import { running } from './services';

const folder = testFolder();

/** A systemd with one unit: each start is an invocation of its own, each reload a change of its state. `clock` is what it takes for now. */
const SYSTEMCTL = String.raw`
cd "$HOME_OF_TEST"
get() { cat "$1" 2>/dev/null; }
now() { if [ -e clock ]; then cat clock; else date +%s; fi; }
start() { echo "$(($(get invocation) + 1))" >invocation; now >started; now >changed; echo active >state; }
case $* in
  *is-enabled*) echo enabled ;;
  *is-active*) case $* in *--quiet*) ;; *) get state ;; esac; [ "$(get state)" = active ] ;;
  *InvocationID*) get invocation ;;
  *StateChangeTimestampMonotonic*) get changes ;;
  *StateChangeTimestamp*) echo "@$(get changed)" ;;
  *ExecMainStartTimestamp*) echo "@$(get started)" ;;
  *LoadState*) echo loaded ;;
  *NRestarts*) echo 0 ;;
  'reload-or-restart '*) echo "$(($(get changes) + 1))" >changes; now >changed; echo reload >>calls ;;
  'restart '*) start; echo restart >>calls ;;
  'start '*) start ;;
  'stop '*) echo inactive >state ;;
esac`;

let unit = '';
let shell: Awaited<ReturnType<typeof shellWith>>;
const at = (name: string) => join(folder.home, 'etc', name);
const systemctl = (...words: string[]) => shell(`systemctl ${words.join(' ')}`, {});
const HOUR = 3600;
const setClock = (seconds: number) =>
  writeFile(join(folder.home, 'clock'), String(Math.floor(Date.now() / 1000) + seconds));

beforeEach(async () => {
  // What was read is recorded by the unit's name for the whole process.
  unit = `trial-${folder.home.slice(-6).toLowerCase()}`;
  shell = await shellWith(folder.home, { systemctl: SYSTEMCTL });
  await mkdir(at('conf.d/below'), { recursive: true });
  for (const name of ['main', 'conf.d/a', 'conf.d/below/b']) await writeFile(at(name), name);
  await setClock(-HOUR);
  await systemctl('start', unit);
});

const reads = (...configFiles: string[]) => running(unit, { configFiles: configFiles.map(at) });
const check = (state: ReturnType<typeof reads>) => runState(state, { shell }).check();
const apply = (state: ReturnType<typeof reads>) => runState(state, { shell }).apply();

describe.each([
  { how: 'restart', state: () => running(unit, { configFiles: [at('main'), at('conf.d/**')] }) },
  {
    how: 'reload',
    state: () => running(unit, { onChange: 'reload', configFiles: [at('main'), at('conf.d/**')] }),
  },
] as const)('after a $how by Milepost', ({ state }) => {
  beforeEach(async () => void (await apply(state())));

  test('what it read is known, and was not before', async () => {
    expect(await check(state())).toBe(0);
    await writeFile(join(folder.home, 'invocation'), '99');
    expect(await check(state())).toBe(1);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a file that was changed', () => writeFile(at('main'), 'other')],
    ['a file below a directory that was added', () => writeFile(at('conf.d/below/new'), '')],
    ['a file below a directory that was removed', () => unlink(at('conf.d/below/b'))],
    ['a file that was renamed', () => rename(at('conf.d/a'), at('conf.d/z'))],
    ['a named file that was removed', () => unlink(at('main'))],
    ['a link to a file elsewhere', () => symlink('../main', at('conf.d/link'))],
  ])('%s is noticed, whatever the clock says', async (_what, change) => {
    await setClock(HOUR);
    await change();
    expect(await check(state())).toBe(1);
    await apply(state());
    expect(await check(state())).toBe(0);
  });

  test('a file written with the same content is no change', async () => {
    await writeFile(at('main'), 'main');
    expect(await check(state())).toBe(0);
  });
});

describe('after a start by somebody else', () => {
  test('files that are older have been read', async () => {
    await apply(reads('main'));
    await writeFile(at('main'), 'other');
    await setClock(HOUR);
    await systemctl('restart', unit);
    expect(await check(reads('main', 'conf.d/**'))).toBe(0);
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ['a file that is newer', 'main', () => writeFile(at('main'), 'other')],
    ['a directory in which a file is missing now', 'conf.d/**', () => unlink(at('conf.d/below/b'))],
    ['a directory in which a glob finds less now', 'conf.d/*', () => unlink(at('conf.d/a'))],
    ['a named file that is missing', 'main', () => unlink(at('main'))],
  ])('%s is doubted', async (_what, pattern, change) => {
    await setClock(HOUR);
    await systemctl('restart', unit);
    expect(await check(reads(pattern))).toBe(0);
    await setClock(-HOUR);
    await systemctl('restart', unit);
    await change();
    expect(await check(reads(pattern))).toBe(1);
  });
});

test('files that a start alone reads are remembered beside those that a reload reads', async () => {
  const start = reads('main');
  const reload = current(unit, { configFiles: [at('conf.d/**')], onChange: 'reload' });
  // Written in the second in which it was started: their times tell nothing.
  await setClock(0);
  for (const state of [start, reload]) await apply(state);
  expect([await check(start), await check(reload)]).toEqual([0, 0]);
  await writeFile(at('conf.d/a'), 'other');
  expect([await check(start), await check(reload)]).toEqual([0, 1]);
  await apply(reload);
  expect([await check(start), await check(reload)]).toEqual([0, 0]);
  await writeFile(at('main'), 'other');
  expect([await check(start), await check(reload)]).toEqual([1, 0]);
  expect(await readFile(join(folder.home, 'calls'), 'utf8')).toBe('restart\nreload\nreload\n');
});

test('another look at the same start, with other files, goes by their times', async () => {
  await setClock(HOUR);
  await apply(reads('main'));
  expect(await check(reads('main', 'conf.d/*'))).toBe(0);
  await setClock(-HOUR);
  await apply(reads('conf.d/a'));
  expect(await check(reads('main'))).toBe(1);
});

describe('current', () => {
  const state = () => current(unit, { configFiles: [at('main')], onChange: 'reload' });
  const calls = () => readFile(join(folder.home, 'calls'), 'utf8').catch(() => '');

  test('a service that runs reads its files, once', async () => {
    expect(await check(state())).toBe(1);
    await apply(state());
    expect(await check(state())).toBe(0);
    expect(await calls()).toBe('reload\n');
  });

  test('a service that is stopped stays so', async () => {
    await systemctl('stop', unit);
    await rm(at('main'));
    expect(await check(state())).toBe(0);
    await apply(state());
    expect(await calls()).toBe('');
  });

  test('a plan accepts it, and what only reloads or waits', async () => {
    expect(
      [state(), reloaded(unit), staysUp(unit, { seconds: 1 })].flatMap((each) => stateViolations(each)),
    ).toEqual([]);
    await runState(reloaded(unit), { shell }).apply();
    expect(await calls()).toBe('reload\n');
    expect(await runState(staysUp(unit, { seconds: 1 }), { shell }).check()).toBe(0);
    await systemctl('stop', unit);
    expect(await runState(staysUp(unit, { seconds: 1 }), { shell }).apply()).toEqual({
      exitCode: 5,
      output: `${unit} does not stay up: it is inactive, after 0 restarts by itself.\n`,
    });
  });
});

test.each(['', 'relative', '/etc/**/*.conf', '/etc/x/', '/a\n/b'])('%j is no pattern of paths', (pattern) => {
  expect(() => running('nginx', { configFiles: [pattern] })).toThrow('Not a pattern');
});
