import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { ini } from './ini';
import { json } from './json';

const folder = testFolder();
const at = () => join(folder.home, 'it');
const text = () => readFile(at(), 'utf8').catch(() => null);
const local = { shell: localShell() };

describe('ini', () => {
  const state = (section: string | null = 'mysqld') =>
    ini(at(), { section, settings: { port: 3307, 'log-bin': '' }, owner: folder.owner });

  test.each([
    { former: null, wanted: '[mysqld]\nport = 3307\nlog-bin = \n' },
    { former: '[client]\nport=1\n', wanted: '[client]\nport=1\n\n[mysqld]\nport = 3307\nlog-bin = \n' },
    {
      former: '# port = 9\n[mysqld]\n  port=1 \n; x\nport = 2\nother = 3\n\n[client]\nport=4\n',
      wanted: '# port = 9\n[mysqld]\nport = 3307\n; x\nother = 3\nlog-bin = \n\n[client]\nport=4\n',
    },
  ])('settings are written into $former and undone', async ({ former, wanted }) => {
    if (former !== null) await writeFile(at(), former);
    await expectThereAndBack(state(), { between: async () => expect(await text()).toBe(wanted) });
    expect(await text()).toBe(former);
  });

  test('settings before the first section', async () => {
    await writeFile(at(), 'a = 1\n[x]\nport = 2\n');
    await runState(state(null), local).apply();
    expect(await text()).toBe('a = 1\nport = 3307\nlog-bin = \n[x]\nport = 2\n');
  });

  test.each(['[mysqld]\nport=3307\nlog-bin=\n', '[mysqld]\n  log-bin   =\nport =   3307\n\n'])(
    'are true in %j',
    async (former) => {
      await writeFile(at(), former);
      expect(await runState(state(), local).check()).toBe(0);
    },
  );
});

describe('json', () => {
  const state = () =>
    json(
      at(),
      { 'live-restore': true, 'log-opts': { max: '50m', "it's": [1, null] } },
      { owner: folder.owner },
    );
  const OPTS = '{"max":"50m","it\'s":[1,null]}';

  test.each([
    { former: null, wanted: `{\n  "live-restore": true,\n  "log-opts": ${OPTS}\n}\n` },
    { former: '{}', wanted: `{\n  "live-restore": true,\n  "log-opts": ${OPTS}\n}\n` },
    {
      former: '{"hosts": ["a, }", {"b\\"": 1}],\n "log-opts" : {\n"max": "1" },\n"n":-1.5e3}\n',
      wanted: `{\n  "hosts": ["a, }", {"b\\"": 1}],\n  "log-opts": ${OPTS},\n  "n": -1.5e3,\n  "live-restore": true\n}\n`,
    },
  ])('members are written into $former and undone', async ({ former, wanted }) => {
    if (former !== null) await writeFile(at(), former);
    await expectThereAndBack(state(), {
      between: async () => {
        expect(await text()).toBe(wanted);
        expect(() => JSON.parse(wanted) as unknown).not.toThrow();
      },
    });
    expect(await text()).toBe(former);
  });

  test('are true however they are spaced', async () => {
    await writeFile(
      at(),
      `{ "log-opts": { "max" : "50m",\n "it's": [1, null] }, "x": 1, "live-restore": true }`,
    );
    expect(await runState(state(), local).check()).toBe(0);
  });

  test.each(['[1]', '{"a" 1}', '{"a": 1', '{"a": [1}', '{"a": 1} x', 'true'])(
    '%s is left alone',
    async (former) => {
      await writeFile(at(), former);
      expect(await runState(state(), local).check()).toBe(2);
      expect(await runState(state(), local).findings()).toMatchObject([{ kind: 'blocked' }]);
      expect((await runState(state(), local).apply()).exitCode).not.toBe(0);
      expect(await text()).toBe(former);
    },
  );
});
