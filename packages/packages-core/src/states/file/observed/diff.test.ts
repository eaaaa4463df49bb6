import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../dsl/secret';
import { sh } from '../../../dsl/sh';
import type { State } from '../../../dsl/state';
import { doubleQuoted, template } from '../../../dsl/template';
import { localShell } from '../../../dsl/testing/local-shell';
import { compiled, runState } from '../../../dsl/testing/run-state';
import { testFolder } from '../../../dsl/testing/test-folder';
import { directive } from '../../nginx/directive';
import { block, blockAbsent } from '../block';
import { content, line, original } from '../files';
import { ini } from '../ini';
import { json } from '../json';

const folder = testFolder();
beforeEach(() => chmod(folder.home, 0o755));
const path = () => join(folder.home, 'it.conf');
const there = async (text: string | Buffer, mode = 0o644) => {
  await writeFile(path(), text);
  await chmod(path(), mode);
};
const CANARY = 'kanarie-87263';
/** Without secrets: a diff that needs one fails. */
const diff = (state: State) => runState(state, { shell: localShell() }).diff();
const printed = async (state: State) =>
  (await localShell()(compiled(state).diff?.script ?? 'exit 9', { password: CANARY })).output;
/** The lines of a diff without the two names. */
const lines = async (state: State) => (await diff(state))?.text.split('\n').slice(2);
const password = new Secret('password');

const STATES: { name: string; former: string; stateOf: (path: string) => State; expected: string[] }[] = [
  {
    name: 'content',
    former: 'one\ntwo\n',
    stateOf: (it) => content(it, 'one\nthree\n'),
    expected: ['@@ -1,2 +1,2 @@', ' one', '-two', '+three'],
  },
  {
    name: 'line',
    former: 'a 1\nb 2\n',
    stateOf: (it) => line(it, { match: '^b ', content: 'b 3' }),
    expected: ['@@ -1,2 +1,2 @@', ' a 1', '-b 2', '+b 3'],
  },
  {
    name: 'ini',
    former: '[s]\na = 1\n',
    stateOf: (it) => ini(it, { section: 's', settings: { a: 2, b: 3 } }),
    expected: ['@@ -1,2 +1,3 @@', ' [s]', '-a = 1', '+a = 2', '+b = 3'],
  },
  {
    name: 'json',
    former: '{\n  "a": 1\n}\n',
    stateOf: (it) => json(it, { a: 2 }),
    expected: ['@@ -1,3 +1,3 @@', ' {', '-  "a": 1', '+  "a": 2', ' }'],
  },
  {
    name: 'block',
    former: 'a\n',
    stateOf: (it) => block(it, { name: 'x', text: 'y' }),
    expected: ['@@ -1 +1,4 @@', ' a', '+# BEGIN Milepost: x', '+y', '+# END Milepost: x'],
  },
  {
    name: 'blockAbsent',
    former: '# BEGIN Milepost: x\ny\n# END Milepost: x\n',
    stateOf: (it) => blockAbsent(it, { name: 'x' }),
    expected: ['@@ -1,3 +0,0 @@', '-# BEGIN Milepost: x', '-y', '-# END Milepost: x'],
  },
  {
    name: 'directive',
    former: 'user a;\nproxy_pass http://b;\n',
    stateOf: (it) => directive(it, { section: 'main', name: 'user', value: 'x', field: 'user' }),
    expected: ['@@ -1,2 +1,2 @@', '-user a;', '+user x;', ' proxy_pass http://b;'],
  },
];

test.each(STATES)(
  '$name shows what would change, and changes nothing',
  async ({ former, stateOf, expected }) => {
    await there(former);
    const before = await stat(path());
    const found = await diff(stateOf(path()));
    expect(found?.text.split('\n')).toEqual([`--- ${path()}`, `+++ ${path()}`, ...expected]);
    expect(found).toMatchObject({
      ...{ path: path(), is: 'text', moreLines: 0 },
      added: expected.filter((text) => text.startsWith('+')).length,
      removed: expected.filter((text) => text.startsWith('-')).length,
    });
    expect([(await stat(path())).ctimeMs, await readdir(folder.home)]).toEqual([before.ctimeMs, ['it.conf']]);
    expect(compiled(stateOf(path())).diff?.secrets).toEqual([]);
  },
);

test('a new file is all of its lines', async () => {
  expect((await diff(content(path(), 'a\nb\n')))?.text).toBe(
    `--- /dev/null\n+++ ${path()}\n@@ -0,0 +1,2 @@\n+a\n+b`,
  );
});

test.each([
  ['it is as wanted', 'a\n', (it: string) => content(it, 'a\n')],
  ['it cannot be said what is written', 'no json\n', (it: string) => json(it, { a: 1 })],
  ['no line fits', 'a\n', (it: string) => line(it, { match: '^b', content: 'b' })],
  ['there is no copy to be put back', 'a\n', original],
])('nothing is shown of a file where %s', async (_what, former, stateOf) => {
  await there(former);
  expect(await printed(stateOf(path()))).toBe('');
});

test('a restored file shows the copy that comes back', async () => {
  const shell = localShell();
  await there('former\n');
  await runState(content(path(), 'ours\n', { owner: folder.owner }), { shell }).apply();
  expect(await lines(original(path()))).toEqual(['@@ -1 +1 @@', '-ours', '+former']);
});

test('a diff is cut off after 400 lines, and says how many more there are', async () => {
  const text = Array.from({ length: 1000 }, (_, i) => `${i}\n`).join('');
  expect(await diff(content(path(), text))).toMatchObject({ added: 1000, removed: 0, moreLines: 603 });
  expect((await lines(content(path(), text)))?.length).toBe(398);
});

test('a diff is cut off after 16 KiB, and long lines are', async () => {
  const found = await diff(content(path(), `${'x'.repeat(5000)}\n`.repeat(30)));
  expect(found).toMatchObject({ is: 'text', added: 30 });
  expect(found?.text.length).toBeLessThan(16_500);
  expect(found?.moreLines).toBeGreaterThan(10);
});

test.each([
  ['binary', Buffer.from([0, 1, 2, 255]), 'binary'],
  ['larger than 4 MiB', 'x'.repeat(4_200_000), 'too_large'],
])('a file that is %s is not shown', async (_what, former, is) => {
  await there(former);
  expect(await diff(content(path(), 'a\n'))).toMatchObject({ is, text: '', added: 0 });
});

describe('secrets', () => {
  const secret = template`
    port 1
    requirepass ${doubleQuoted(password)}
  `;
  const directives = { defaults: [] };

  test('a secret of the form is not in a diff, neither where the file is new', async () => {
    for (const former of [null, `port 2\nrequirepass ${CANARY}\n`]) {
      if (former !== null) await there(former);
      for (const options of [{}, { directives }])
        expect(await printed(content(path(), secret, options))).not.toContain(CANARY);
    }
  });

  const SECRETIVE: [string, string, number][] = [
    ['in a line that says so', `a\nDB_PASSWORD=${CANARY}\nb\n`, 0o644],
    ['in a comment that says so', `a\n# old token: ${CANARY}\nb\n`, 0o644],
    ['in an address', `a\nredis://x:${CANARY}@db/0\nb\n`, 0o644],
    ['in a file for its owner alone', `a\n${CANARY}\nb\n`, 0o600],
    ['in a file for its group', `a\n${CANARY}\nb\n`, 0o640],
    ['in a key', `a\n-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\n`, 0o644],
  ];
  const OVERWRITING: ((it: string) => State)[] = [
    (it) => content(it, 'b\n'),
    (it) => content(it, secret),
    (it) => content(it, 'b 1\n', { directives }),
    (it) => content(it, 'b 1\n', { inherited: { print: sh`cat ${it}`, display: '', findings: sh`:` } }),
    (it) => line(it, { match: '^b', content: 'c' }),
    (it) => ini(it, { section: null, settings: { c: 1 } }),
    (it) => block(it, { name: 'x', text: 'y' }),
    (it) => block(it, { name: 'x', text: secret }),
  ];

  test.each(SECRETIVE)('a secret %s that is there is not shown', async (_where, former, mode) => {
    await there(former, mode);
    for (const stateOf of OVERWRITING) {
      const output = await printed(stateOf(path()));
      expect(output).toMatch(/^diff\t/);
      expect(output).not.toContain(CANARY);
    }
  });

  test('a diff hides a file in a folder that not everybody may enter', async () => {
    await there(`a\n${CANARY}\n`);
    await chmod(folder.home, 0o750);
    expect(await diff(content(path(), 'b\n'))).toMatchObject({ is: 'secrets', text: '' });
  });

  test('a secret of JSON on one line hides the line', async () => {
    await there(`{"a":{"secret":"${CANARY}"}}\n`);
    expect(await printed(json(path(), { b: 1 }))).not.toContain(CANARY);
  });

  test('a secret beside directives leaves those to be seen whose values are ours', async () => {
    const former = `# by ${CANARY}\nPORT 2\nrequirepass ${CANARY}\nuser a >${CANARY}\n${CANARY}\n`;
    await there(former, 0o640);
    const masked = '‹not shown›';
    expect(await lines(content(path(), secret, { directives }))).toEqual([
      ...['@@ -1,5 +1,2 @@', `-# ${masked}`, '-PORT 2', '+port 1', ` requirepass ${masked}`],
      ...[`-user ${masked}`, `-${masked}`],
    ]);
  });

  test('a secret that alone differs is said to', async () => {
    await there('port 1\nrequirepass other\n', 0o640);
    expect(await diff(content(path(), secret, { directives }))).toMatchObject({ is: 'secrets', added: 0 });
  });
});
