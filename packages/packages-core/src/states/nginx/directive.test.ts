import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFindings } from '@milepost/contract/finding';
import { localShell } from '../../dsl/testing/local-shell';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';
import { compiled, runState } from '../../dsl/testing/run-state';
import { directive, settable } from './directive';
import type { Directive } from './directive';

const folder = testFolder();
const path = () => join(folder.home, 'nginx.conf');
const processes: Directive = {
  section: 'main',
  name: 'worker_processes',
  value: '4',
  field: 'workerProcesses',
};
const connections: Directive = {
  section: 'events',
  name: 'worker_connections',
  value: '768',
  field: 'workerConnections',
};

const state = (wanted: Directive, captured = '') =>
  runState(directive(path(), wanted), { shell: localShell({ captured }) });
const write = (text: string, name = 'nginx.conf') =>
  writeFile(join(folder.home, name), text, { mode: 0o640 });
const blocked = async (wanted: readonly Directive[]) => {
  const { preview } = compiled(settable(path(), wanted));
  const { output } = await localShell()(preview!.script, {});
  return parseFindings(output).map(({ sentence, field }) => [sentence.replaceAll(folder.home, '…'), field]);
};
const changes = async (wanted: Directive) => {
  const { output } = await localShell()(compiled(directive(path(), wanted)).preview!.script, {});
  return parseFindings(output).map(
    ({ kind, sentence }) => `${kind}: ${sentence.replaceAll(folder.home, '…')}`,
  );
};

describe('the value alone is replaced', () => {
  test.each<[name: string, wanted: Directive, before: string, after: string]>([
    [
      'in a block on one line',
      connections,
      'events { worker_connections 1024; }',
      'events { worker_connections 768; }',
    ],
    [
      'in a file on one line',
      connections,
      'user a;events{worker_connections 1;use epoll;}http{}',
      'user a;events{worker_connections 768;use epoll;}http{}',
    ],
    [
      'over two lines',
      processes,
      'worker_processes\n\t2\n;\nevents {}\n',
      'worker_processes\n\t4\n;\nevents {}\n',
    ],
    [
      'with a comment between the lines',
      processes,
      'worker_processes # 1\n # {\n 2; # two\n',
      'worker_processes # 1\n # {\n 4; # two\n',
    ],
    [
      'before a comment',
      connections,
      'events {\n  worker_connections 4096; # tuned; {\n}\n',
      'events {\n  worker_connections 768; # tuned; {\n}\n',
    ],
    [
      'beside comments that set it',
      connections,
      '# worker_connections 1;\nevents { # worker_connections 2;\nworker_connections 3;}',
      '# worker_connections 1;\nevents { # worker_connections 2;\nworker_connections 768;}',
    ],
    [
      'in quotes',
      connections,
      'events { "worker_connections" "1024"; }',
      'events { "worker_connections" 768; }',
    ],
    [
      'with carriage returns',
      processes,
      'worker_processes 2;\r\nevents {}\r\n',
      'worker_processes 4;\r\nevents {}\r\n',
    ],
    [
      'with bytes that are no text',
      processes,
      '# \xff\xc3 Grüße ✓\nworker_processes 2;events{}',
      '# \xff\xc3 Grüße ✓\nworker_processes 4;events{}',
    ],
    [
      'after a name that ends like it',
      processes,
      'env my_worker_processes=1;worker_processes 2;events{}',
      'env my_worker_processes=1;worker_processes 4;events{}',
    ],
    [
      'and not that of the same name elsewhere',
      connections,
      'http { log_format a "worker_connections 1; }"; map $a $b { worker_connections 5; }\n} events { worker_connections 7; }',
      'http { log_format a "worker_connections 1; }"; map $a $b { worker_connections 5; }\n} events { worker_connections 768; }',
    ],
    [
      'after braces that are none',
      processes,
      'http { server { location ~ "^/a{2}$" { return 200 "}"; } set $x ${y}z; rewrite \\{ /; set $q \'a;{\\\'\'; } }\nworker_processes 2;events{}',
      'http { server { location ~ "^/a{2}$" { return 200 "}"; } set $x ${y}z; rewrite \\{ /; set $q \'a;{\\\'\'; } }\nworker_processes 4;events{}',
    ],
    [
      'after a Lua block',
      processes,
      'http { init_by_lua_block { -- }\n local a = "}" .. \'{\' --[[ } ]] if a then b = {} end } }\nworker_processes 2;events{}',
      'http { init_by_lua_block { -- }\n local a = "}" .. \'{\' --[[ } ]] if a then b = {} end } }\nworker_processes 4;events{}',
    ],
    ['of several words', processes, 'worker_processes 2 3;events{}', 'worker_processes 4;events{}'],
    [
      'without a line end at the end',
      processes,
      'events{}worker_processes 2;',
      'events{}worker_processes 4;',
    ],
  ])('%s', async (...row) => {
    const [, wanted, before, after] = row;
    await write(before);
    expect(await blocked([wanted])).toEqual([]);
    expect(await state(wanted).check()).toBe(1);
    const kept = await state(wanted).capture();
    expect(await state(wanted).apply()).toMatchObject({ exitCode: 0 });
    expect(await folder.read('nginx.conf')).toBe(after);
    expect(await modeOf(path())).toBe('640');
    expect(await state(wanted).check()).toBe(0);
    await state(wanted, kept).undo();
    expect(await folder.read('nginx.conf')).toBe(before);
  });
});

describe('a directive that is missing is added', () => {
  test.each<[name: string, wanted: Directive, before: string, after: string]>([
    [
      'in front of the first',
      processes,
      '# Ours.\nuser a;\nevents {}\n',
      '# Ours.\nworker_processes 4;\nuser a;\nevents {}\n',
    ],
    ['to an empty block', connections, 'events {}\n', 'events { worker_connections 768;}\n'],
    [
      'in front of what the block has',
      connections,
      'events { # tuned\n\tuse epoll;\n}\n',
      'events { worker_connections 768; # tuned\n\tuse epoll;\n}\n',
    ],
  ])('%s', async (...row) => {
    const [, wanted, before, after] = row;
    await write(before);
    expect(await changes(wanted)).toEqual([
      `changes: “${wanted.name} ${wanted.value};” is added to …/nginx.conf, which does not set it.`,
    ]);
    expect((await state(wanted).apply()).exitCode).toBe(0);
    expect(await folder.read('nginx.conf')).toBe(after);
    expect(await state(wanted).check()).toBe(0);
  });
});

test('the plan says what changes, from which value', async () => {
  await write('worker_processes auto;\nevents { worker_connections 4096; }\n');
  expect(await changes(connections)).toEqual([
    'changes: worker_connections changes from 4096 to 768 in …/nginx.conf.',
  ]);
});

test('the plan of a fresh server says nothing', async () => {
  expect(await blocked([processes, connections])).toEqual([]);
  expect(await changes(connections)).toEqual([]);
  expect(await state(connections).check()).toBe(1);
});

describe('what cannot be set is said before anything is changed', () => {
  const one = 'include one.conf;\nworker_processes 4;\nevents { include two*.conf; }\n';
  test.each<[name: string, files: Record<string, string>, sentence: string]>([
    [
      'set twice',
      { 'nginx.conf': 'events {\nworker_connections 1;\nworker_connections 2; }' },
      'worker_connections is set twice, in …/nginx.conf, line 2 and in …/nginx.conf, line 3: remove one of them.',
    ],
    [
      'set in an included file',
      { 'nginx.conf': one, 'two.conf': '\n\nworker_connections 2;' },
      'worker_connections is set to 2 in …/two.conf, line 3, which Milepost does not change: choose 2 in the form, or remove it there.',
    ],
    [
      'events in an included file',
      { 'nginx.conf': 'include *.inc;', 'a.inc': 'user a;\nevents {}' },
      'The events section is in …/a.inc, line 2: add “worker_connections 768;” to it.',
    ],
    [
      'no events',
      { 'nginx.conf': 'http {}' },
      '…/nginx.conf has no events section: add the line “events {}” to it.',
    ],
    [
      'no value',
      { 'nginx.conf': 'events {\nworker_connections; }' },
      '…/nginx.conf, line 2, cannot be read: worker_connections has no value.',
    ],
    [
      'a brace is missing',
      { 'nginx.conf': 'events {\n' },
      '…/nginx.conf, line 1, cannot be read: the block that begins here has no }.',
    ],
    [
      'a brace too many',
      { 'nginx.conf': 'events {}\n}' },
      '…/nginx.conf, line 2, cannot be read: there is a } too many, or a ; missing before it.',
    ],
    [
      'a semicolon is missing',
      { 'nginx.conf': 'events {}\nuser a' },
      '…/nginx.conf, line 2, cannot be read: the last directive does not end with ;.',
    ],
    [
      'an open quote',
      { 'nginx.conf': 'events {}\nuser "a;\n' },
      '…/nginx.conf, line 3, cannot be read: a quote is not closed.',
    ],
    [
      'nothing before a brace',
      { 'nginx.conf': '\n{ }' },
      '…/nginx.conf, line 2, cannot be read: there is nothing before {.',
    ],
    [
      'text after a quote',
      { 'nginx.conf': 'user "a"b;' },
      '…/nginx.conf, line 1, cannot be read: something follows a closing quote.',
    ],
    [
      'broken in an included file',
      { 'nginx.conf': 'include one.conf; events {}', 'one.conf': 'x;\ny {' },
      '…/one.conf, line 2, cannot be read: the block that begins here has no }.',
    ],
    [
      'a file that includes itself',
      { 'nginx.conf': 'include nginx.conf;' },
      '…/nginx.conf, line 1, cannot be read: it includes itself.',
    ],
  ])('%s', async (_name, files, sentence) => {
    for (const [name, text] of Object.entries(files)) await write(text, name);
    expect(await blocked([connections])).toEqual([[sentence, 'workerConnections']]);
    const precondition = runState(settable(path(), [connections]), { shell: localShell() });
    expect(await precondition.check()).toBe(1);
    const { exitCode, output } = await precondition.apply();
    expect([exitCode, output.replaceAll(folder.home, '…')]).toEqual([5, `${sentence}\n`]);
    expect((await state(connections).apply()).exitCode).toBe(4);
    expect(await folder.read('nginx.conf')).toBe(files['nginx.conf']);
  });
});

test('the value in an included file counts, and names of files are no commands', async () => {
  await write(`include "it's $(touch pwned) ; here*.conf"; events {}`);
  await write('worker_processes 4;', "it's $(touch pwned) ; here.conf");
  expect(await state(processes).check()).toBe(0);
});

test('what hinders every setting is said once', async () => {
  await write('events {');
  expect(await blocked([processes, connections])).toHaveLength(1);
});

test('a link is not replaced by a file', async () => {
  await write('events {}', 'target');
  await symlink('target', path());
  expect(await blocked([connections])).toEqual([
    [
      '…/nginx.conf is a symbolic link, which Milepost does not replace: set “worker_connections 768;” there by hand.',
      'workerConnections',
    ],
  ]);
});
