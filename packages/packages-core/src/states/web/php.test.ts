import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { stateViolations } from '../../dsl/testing/there-and-back';
import * as php from './php';

const folder = testFolder();
const at = (...names: string[]) => join(folder.home, ...names);

describe('PHP', () => {
  /** A FastCGI server that answers every request with this, in two records, the second with padding. */
  const answering = async (answer: string, use: (socket: string) => Promise<void>) => {
    const record = (type: number, body: string, padding = 0) =>
      Buffer.concat([
        Buffer.from([1, type, 0, 1, body.length >> 8, body.length & 255, padding, 0]),
        Buffer.from(body + ' '.repeat(padding)),
      ]);
    const server = createServer((socket) => {
      socket.once('data', () => {
        const middle = Math.floor(answer.length / 2);
        socket.end(
          Buffer.concat([
            record(6, answer.slice(0, middle)),
            record(6, answer.slice(middle), 3),
            record(3, '\0'.repeat(8)),
          ]),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    await use(at('socket')).finally(() => server.close());
  };
  const OK =
    'X-Powered-By: PHP/8.2\r\nContent-type: text/html; charset=UTF-8\r\n\r\n\n8.2\ncore\nmysqli\nzend opcache\ncurl\n';
  const local = { shell: localShell() };
  const state = (socket: string, modules: string[], version = '8.2') =>
    php.answersOn(socket, { version, modules });

  test.each([
    [OK, ['mysql', 'opcache', 'curl'], 0],
    [OK, ['gd'], 1],
    [OK.replace('8.2\ncore', '8.1\ncore'), [], 1],
    ['Status: 404 Not Found\r\n\r\nFile not found.\n', [], 1],
  ])('for %j with %j the check exits with %i', (answer, modules, code) =>
    answering(answer, async (socket) =>
      expect(await runState(state(socket, modules), local).check()).toBe(code),
    ),
  );

  test('what is missing is named', () =>
    answering(OK, async (socket) => {
      const impatient = { shell: await shellWith(folder.home, { sleep: 'exit 0' }) };
      expect((await runState(state(socket, ['gd']), impatient).apply()).output).toBe(
        'PHP 8.2 has not loaded gd.\n',
      );
      const nobody = await runState(state(at('none'), []), impatient).apply();
      expect(nobody.output).toMatch(/^PHP 8\.2 does not answer on .*: Nothing answers on /);
      expect(stateViolations(state(socket, ['gd']))).toEqual([]);
    }));

  test('settings that PHP runs with are compared with those that are wanted', () =>
    answering(`${OK}memory_limit=128M\n`, async (socket) => {
      const impatient = { shell: await shellWith(folder.home, { sleep: 'exit 0' }) };
      const limit = (memory_limit: string) =>
        runState(php.answersOn(socket, { version: '8.2', settings: { memory_limit } }), impatient);
      expect(await limit('128M').check()).toBe(0);
      expect((await limit('256M').apply()).output).toBe(
        'PHP 8.2 runs with memory_limit=128M, not with memory_limit=256M. Look for another place that sets it, such as a pool.\n',
      );
      expect(() => limit('1; id')).toThrow('Not an extension or a setting of PHP');
    }));

  test('a PHP that may not read a file of ours answers all the same', () =>
    answering('Status: 404\r\n\r\nUnknown: open_basedir restriction in effect.', async (socket) =>
      expect(await runState(state(socket, ['gd']), local).check()).toBe(0),
    ));
});

describe('the checker of PHP', () => {
  /** What it says of this file, of which `php-fpm8.2 --test` prints this. */
  const judged = async (says: string, exitCode = 0) => {
    await writeFile(at('90.ini'), '; ours\nmemory_limit = 1x\nmemory_limit=2x\ndate.timezone = Mars\n');
    const shell = await shellWith(folder.home, {
      'php-fpm8.2': `cat <<'END'\n${says}\nEND\nexit ${exitCode}`,
    });
    const { exitCode: code, output } = await shell(php.accepted('8.2', at('90.ini')).script, {});
    return { code, output: output.replaceAll(`${folder.home}/`, '') };
  };
  const invalid = (what: string) =>
    `[30-Nov-2026] NOTICE: PHP message: PHP Warning:  ${what} in Unknown on line 0`;
  const LIMIT = 'Invalid "memory_limit" setting. Invalid quantity "2x"';
  const REFUSED = 'ERROR: [/x.conf:3] unknown entry';
  const ZONE = "Invalid date.timezone value 'Mars', using 'UTC' instead";

  test.each([
    ['configuration file test is successful', { exits: 0 }, { code: 0, output: '' }],
    [REFUSED, { exits: 78 }, { code: 1, output: `${REFUSED}\n` }],
    [
      "PHP:  syntax error, unexpected ')' in /etc/php/mine.ini on line 2",
      { exits: 0 },
      { code: 0, output: '' },
    ],
    [invalid(LIMIT), { exits: 0 }, { code: 1, output: `PHP:  ${LIMIT} in 90.ini on line 3\n` }],
    [
      invalid(`PHP Startup: ${ZONE}`),
      { exits: 0 },
      { code: 1, output: `PHP:  ${ZONE} in 90.ini on line 4\n` },
    ],
    [invalid(LIMIT.replace('memory_limit', 'post_max_size')), { exits: 0 }, { code: 0, output: '' }],
  ])('where PHP-FPM prints %j and %j, ends with %j', async (says, { exits }, expected) => {
    expect(await judged(says, exits)).toEqual(expected);
  });

  test('names the line that a syntax error is in, where PHP names the next one', async () => {
    const said = (what: string, line: number) =>
      `PHP:  syntax error, unexpected ${what} in ${at('90.ini')} on line ${line}`;
    expect((await judged(said("')'", 2))).output).toContain('90.ini on line 2\n');
    expect((await judged(said("END_OF_LINE, expecting ')'", 4))).output).toContain('90.ini on line 3\n');
  });
});
