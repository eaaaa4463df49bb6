import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sh } from '../../dsl/sh';
import { Secret } from '../../dsl/secret';
import { template } from '../../dsl/template';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { block, blockAbsent } from './block';

const folder = testFolder();
const at = (name = 'it') => join(folder.home, name);
const text = () => readFile(at(), 'utf8').catch(() => null);
const local = { shell: localShell() };
const lines = (body: string) => block(at(), { name: 'app [1]', text: body, owner: folder.owner });
const OURS = (body: string) => `# BEGIN Milepost: app [1]\n${body}# END Milepost: app [1]\n`;

test.each([
  { former: null, wanted: OURS('a\nb\n') },
  { former: 'x\n', wanted: `x\n${OURS('a\nb\n')}` },
  { former: 'without an end', wanted: `without an end\n${OURS('a\nb\n')}` },
  { former: `x\n${OURS('old\n')}y\n`, wanted: `x\n${OURS('a\nb\n')}y\n` },
])('lines are written into $former and undone', async ({ former, wanted }) => {
  if (former !== null) await writeFile(at(), former);
  await expectThereAndBack(lines('a\nb'), { between: async () => expect(await text()).toBe(wanted) });
  expect(await text()).toBe(former);
});

test.each([
  { what: 'a first line alone', former: '# BEGIN Milepost: app [1]\nx\n' },
  { what: 'the last line before the first', former: '# END Milepost: app [1]\n# BEGIN Milepost: app [1]\n' },
])('$what is reported and changed by nobody', async ({ former }) => {
  await writeFile(at(), former);
  expect(await runState(lines('a'), local).check()).toBe(2);
  expect(await runState(lines('a'), local).findings()).toMatchObject([{ kind: 'blocked' }]);
  expect((await runState(lines('a'), local).apply()).exitCode).not.toBe(0);
  expect(await text()).toBe(former);
});

test('the lines go again, and with them a file that held nothing else', async () => {
  await writeFile(at(), 'mine\n');
  await runState(lines('a'), local).apply();
  const gone = blockAbsent(at(), { name: 'app [1]' });
  await expectThereAndBack(gone, { between: async () => expect(await text()).toBe('mine\n') });
  await localShell()(`rm ${at()}*`, {});
  await runState(lines('a'), local).apply();
  await runState(gone, local).apply();
  expect(await readdir(folder.home)).toEqual([]);
});

test('a copy of a stranger’s file is kept, and the plan says so', async () => {
  await writeFile(at(), 'mine\n');
  expect(await runState(lines('a'), local).findings()).toMatchObject([{ kind: 'changes' }]);
  await runState(lines('a'), local).apply();
  expect((await readdir(folder.home)).filter((name) => name.includes('milepost-orig'))).toHaveLength(1);
});

test('a secret passes through a pipe, and what a checker refuses is not written', async () => {
  const secret = { name: 'app', text: template`key ${new Secret('password')}`, owner: folder.owner };
  const run = (validate: string) =>
    runState(block(at(), { ...secret, validate: sh`grep -q ${validate} "$new"` }), {
      ...local,
      secrets: { password: 'hush' },
    });
  expect((await run('other').apply()).exitCode).toBe(4);
  expect(await text()).toBeNull();
  expect((await run('hush').apply()).exitCode).toBe(0);
  expect(await text()).toContain('key hush\n');
});
