import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { offeredNames, versions } from '../../states/apt/versions';
import { definePackage } from '../define-package';
import { choice } from '../form/choice';
import { Secret } from '../secret';
import { sh } from '../sh';
import { shellWith } from '../testing/fake-commands';
import { testFolder } from '../testing/test-folder';
import { fact, FACT_BYTES } from './fact';
import { parse } from './parse';
import { factReads, parseFacts } from './read-facts';

const sizes = fact(sh`echo 1`, (output) => output.length);
const files = ({ name }: { name: string }) => fact(sh`ls ${name}`, parse.lines);

const definition = definePackage({
  ...{ id: 'sample', title: 'Sample', category: 'system', description: 'A sample.' },
  input: z.object({ name: z.string(), size: choice(fact(sh`echo 1`, parse.lines), { title: 'Size' }) }),
  facts: {
    sizes,
    json: fact(sh`cat x.json`, (output) => (output === '' ? {} : (JSON.parse(output) as { a: 1 }))),
  },
  discover: { files },
  operations: {
    install: () => [],
    uninstall: () => [],
    pick: { options: z.object({ file: choice(files, { title: 'File' }) }), steps: () => [] },
  },
});

describe('reads', () => {
  test('are each command once, complete, and those of the input once there is one', () => {
    expect(factReads(definition, null)).toEqual([
      { key: 'facts.sizes', command: 'echo 1' },
      { key: 'facts.json', command: 'cat x.json' },
    ]);
    expect(factReads(definition, { name: '/x' })).toEqual([
      { key: 'facts.sizes', command: 'echo 1' },
      { key: 'facts.json', command: 'cat x.json' },
      { key: 'discovered.files', command: 'ls /x' },
    ]);
  });

  test('read no secret', () => {
    expect(() => fact(sh`${new Secret('password')} | cat`, parse.lines)).toThrow('A fact reads no secrets');
  });
});

describe('answers', () => {
  test('go to every fact that asked, by name', () => {
    const outputs = { 'facts.sizes': '2\n3\n', 'facts.json': '{"a":1}', 'discovered.files': 'f\n' };
    expect(parseFacts(definition, { name: '/x' }, outputs)).toEqual({
      facts: { sizes: 4, json: { a: 1 } },
      discovered: { files: ['f'] },
      choices: {
        install: {
          size: [
            { value: '2', label: '2' },
            { value: '3', label: '3' },
          ],
        },
        pick: { file: [{ value: 'f', label: 'f' }] },
      },
    });
    expect(Object.keys(parseFacts(definition, null, outputs).choices)).toEqual(['install']);
  });

  test('missing ones, and those that nobody can read, count as empty', () => {
    expect(parseFacts(definition, null, { 'facts.json': '{' }).facts).toEqual({ sizes: 0, json: {} });
  });

  test('are cut at 64 KiB', () => {
    const { facts } = parseFacts(definition, null, { 'facts.sizes': 'ä'.repeat(FACT_BYTES) });
    expect(facts.sizes).toBe(FACT_BYTES / 2);
  });
});

test.each([
  ['lines', parse.lines(' a \n\n b\n'), ['a', 'b']],
  ['no lines', parse.lines(''), []],
  ['a line', parse.line('\n x y \nz'), 'x y'],
  ['no line', parse.line(' \n'), null],
  ['a table', parse.table('a', 'rest')('1  two words\nshort\n'), [{ a: '1', rest: 'two words' }]],
])('parses %s', (_name, parsed, expected) => {
  expect(parsed).toEqual(expected);
});

describe('versions that apt offers', () => {
  const folder = testFolder();

  test('are the numbers in the names of packages, newest first', () => {
    const { parse: parsed } = versions('php*-fpm');
    expect(parsed('php-fpm\nphp8.2-fpm\nphp8.10-fpm\nphp7-fpm\nphp8.2-fpm\nphp8.3-fpm-dbg\n')).toEqual([
      ...['8.10', '8.2', '7'],
    ]);
    expect(parsed('')).toEqual([]);
  });

  test('are asked of apt by the beginning of the name', async () => {
    const { read } = versions('lib+x*');
    const names = 'libxx1\\nlib+x2\\nlib+x2-dev\\n';
    const shell = await shellWith(folder.home, { 'apt-cache': `printf '${names}'` });
    const { output } = await shell(read.script, {});
    expect(output).toBe('lib+x2\n');
  });

  test('are those of the distribution where there are no package lists yet', async () => {
    const { parse: parsed, read } = versions('php*-fpm', { withoutLists: { trixie: ['8.4'] } });
    expect([parsed('codename trixie\n'), parsed('codename sid\n'), parsed('')]).toEqual([['8.4'], [], []]);
    expect(parsed('php8.2-fpm\ncodename trixie\n')).toEqual(['8.4', '8.2']);
    const shell = await shellWith(folder.home, {
      'apt-cache': '',
      ls: 'exit 2',
      sed: 'echo codename trixie',
    });
    expect((await shell(read.script, {})).output).toBe('codename trixie\n');
  });

  test('names of packages say nothing where there are no package lists', async () => {
    const { read } = offeredNames('php');
    const output = async (ls: string) =>
      (await (await shellWith(folder.home, { 'apt-cache': 'echo php-common', ls }))(read.script, {})).output;
    expect([await output('exit 2'), await output('exit 0')]).toEqual(['', 'php-common\n']);
  });

  test.each(['php', 'a*b*', 'a;b*', '*'])('are not those of “%s”', (pattern) => {
    expect(() => versions(pattern)).toThrow('Not a pattern');
  });
});
