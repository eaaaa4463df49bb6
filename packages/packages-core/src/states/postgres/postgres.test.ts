import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../dsl/secret';
import type { State } from '../../dsl/state';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { stateViolations } from '../../dsl/testing/there-and-back';
import * as mariadb from '../mariadb/databases';
import * as mariadbUsers from '../mariadb/users';
import { access } from './access';
import * as configuration from './configuration';
import { database, databaseAbsent, dumped } from './databases';
import { logsIn, role, roleAbsent } from './roles';

const folder = testFolder();
const password = new Secret('password');
const VALUE = String.raw`it's a"\pass`;
const at = { version: '15', port: 5432 };
const sql = () => readFile(join(folder.home, 'sql'), 'utf8').catch(() => '');
const words = () => readFile(join(folder.home, 'words'), 'utf8').catch(() => '');

/** Both servers: what they are told is kept, and each answers with one line, or not at all. */
async function run(state: State, answer: string | null = '', captured = '') {
  expect(stateViolations(state, ['password'])).toEqual([]);
  const server = `echo "$*" >>"$HOME_OF_TEST/words"; cat >>"$HOME_OF_TEST/sql"; ${answer === null ? 'exit 2' : `echo '${answer}'`}`;
  const shell = await shellWith(
    folder.home,
    {
      getent: 'echo "postgres:x:7:7::/:/bin/sh"',
      runuser: 'shift 3; exec "$@"',
      setsid: 'shift; exec "$@"',
      psql: server,
      mariadb: server,
      mariadbd: '',
    },
    { captured },
  );
  return runState(state, { shell, secrets: { password: VALUE } });
}

describe('PostgreSQL', () => {
  test.each([
    ['a role that is as wanted', roleAbsent('app', { at }), '1', 1],
    ['no role', roleAbsent('app', { at }), '', 0],
    ['a server that does not answer', roleAbsent('app', { at }), null, 2],
    ['a role that may not log in', role('app', { at, password }), 'f', 1],
    ['a database of the owner', database('shop', { at, owner: 'app' }), 'app|UTF8', 0],
    ['a database of another', database('shop', { at, owner: 'app' }), 'root|UTF8', 1],
    ['a database that should not be', databaseAbsent('shop', { at, destructive: 'All.' }), '1', 1],
    ['no dump', dumped('shop', { at, to: '/nowhere/dump' }), '1', 1],
    ['no dump of a database that is not there', dumped('shop', { at, to: '/nowhere/dump' }), '', 0],
    ['a role that may read', access('app', { at, database: 'shop', level: 'read' }), 'read', 0],
    ['a role that may only read', access('app', { at, database: 'shop', level: 'write' }), 'read', 1],
    ['a role with some rights', access('app', { at, database: 'shop', level: 'none' }), 'some', 1],
    ['the owner', access('app', { at, database: 'shop', level: 'read' }), 'own', 0],
    ['rights that are not known', access('app', { at, database: 'shop', level: 'read' }), null, 2],
    ['settings in force', configuration.inForce(at, { port: '5432' }), '', 0],
    ['another setting', configuration.inForce(at, { port: '5432' }), 'port is 5433, set by …', 1],
  ])('for %s the check answers', async (...[, state, answer, code]) => {
    expect(await (await run(state, answer)).check()).toBe(code);
  });

  test('a password is a literal in what is piped, and in no argument', async () => {
    await (await run(role('app', { at, password, createDatabases: true }))).apply();
    expect(await sql()).toContain(String.raw`ALTER ROLE "app" LOGIN CREATEDB PASSWORD 'it''s a"\pass';`);
    expect(await sql()).toMatch(/^SET log_statement = 'none'; SET log_min_error_statement = 'panic'/);
    expect(await words()).not.toContain('pass');
  });

  test('a log-in is tried with the password on stdin', async () => {
    const refused = await run(logsIn('app', { at, password, database: 'shop' }), 'Password: FATAL: no');
    expect(await refused.check()).toBe(1);
    expect(await sql()).toBe(`${VALUE}\n`);
    expect(await words()).toBe('-X -q -A -t -W -h 127.0.0.1 -p 5432 -U app -d shop -c SELECT\n');
  });

  test('a role that was not there is dropped, and one that was gets its digest back', async () => {
    await (await run(role('app', { at, password }), '1', 'absent\n')).undo();
    expect(await sql()).toContain('DROP ROLE "app"');
    await (
      await run(role('app', { at, password }), '1', "ALTER ROLE app PASSWORD 'SCRAM-SHA-256$x';\n")
    ).undo();
    expect(await sql()).toContain(`CREATE ROLE "app"' WHERE NOT EXISTS`);
    expect(await sql()).toContain("ALTER ROLE app PASSWORD 'SCRAM-SHA-256$x';\n");
  });

  test('a database with tables stays when its creation is undone', async () => {
    const undone = await (await run(database('shop', { at, owner: 'app' }), 'public.orders', '\n')).undo();
    expect(undone).toEqual({
      exitCode: 0,
      output: 'Tables were made in the database shop since: it stays.\n',
    });
  });

  test('rights that were not ours stay when an access is undone', async () => {
    const state = access('app', { at, database: 'shop', level: 'read' });
    expect(await (await run(state, '1', 'some\n')).undo()).toEqual({
      exitCode: 0,
      output: 'The role app had rights of its own in the database shop: what it has now stays.\n',
    });
    await (await run(state, 'read', 'none\n')).undo();
    expect(await sql()).toContain('REVOKE ALL ON DATABASE "shop" FROM "app"');
    expect(await sql()).toContain("given boolean := 'none' <> 'none'");
  });

  test.each(["a'b", 'a\nb', '$(id)'])('%j is no value of a setting', (value) => {
    expect(() => configuration.inForce(at, { port: value })).toThrow('Not a setting');
  });

  test('another encoding of a database that is there is reported', async () => {
    const state = await run(database('shop', { at, owner: 'app' }), 'LATIN1');
    expect(await state.findings()).toMatchObject([
      { kind: 'blocked', field: 'encoding' },
      { kind: 'changes' },
    ]);
    expect((await state.apply()).exitCode).toBe(4);
  });

  test.each(['Shop', "x'; DROP", 'a b', '', '1a', 'a"b'])('%j is no name', (name) => {
    expect(() => role(name, { at, password })).toThrow('Not the name');
    expect(() => database(name, { at, owner: 'app' })).toThrow('Not the name');
    expect(() => mariadbUsers.user(name, { password })).toThrow('Not the name');
    expect(() => mariadb.database(name)).toThrow('Not the name');
  });
});

describe('MariaDB', () => {
  test.each([
    ['a database', mariadb.database('shop'), 'utf8mb4 utf8mb4_bin', 0],
    ['a database with another character set', mariadb.database('shop'), 'latin1 latin1_bin', 1],
    ['no database', mariadb.database('shop'), '', 1],
    ['a server that does not answer', mariadb.database('shop'), null, 2],
    ['a database that should not be', mariadb.databaseAbsent('shop', { destructive: 'All.' }), '1', 1],
    ['a user that should not be', mariadbUsers.userAbsent('app'), '1', 1],
    ['a user without its rights', mariadbUsers.user('app', { password, databases: ['shop'] }), '1', 1],
  ])('for %s the check answers', async (...[, state, answer, code]) => {
    expect(await (await run(state, answer)).check()).toBe(code);
  });

  test('a password is a literal in what is piped, and in no argument', async () => {
    await (await run(mariadbUsers.user('app', { password, databases: ['shop_2'] }))).apply();
    expect((await sql()).split('\n').slice(1).join('\n')).toBe(
      [
        "CREATE USER IF NOT EXISTS 'app'@'localhost' ACCOUNT LOCK;",
        String.raw`ALTER USER 'app'@'localhost' IDENTIFIED BY 'it\'s a"\\pass' ACCOUNT UNLOCK;`,
        "GRANT ALL PRIVILEGES ON `shop\\_2`.* TO 'app'@'localhost';\n",
      ].join('\n'),
    );
    expect(await words()).not.toContain('pass');
  });

  test('a user comes back with its digest and rights', async () => {
    const captured =
      "CREATE USER `app`@`localhost` IDENTIFIED BY PASSWORD '*A';\nGRANT USAGE ON *.* TO `app`@`localhost`;\n";
    await (await run(mariadbUsers.userAbsent('app'), '', captured)).undo();
    expect(await sql()).toBe(
      [
        "CREATE USER IF NOT EXISTS `app`@`localhost` IDENTIFIED BY PASSWORD '*A';",
        "ALTER USER `app`@`localhost` IDENTIFIED BY PASSWORD '*A';",
        "REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'app'@'localhost';",
        'GRANT USAGE ON *.* TO `app`@`localhost`;\n',
      ].join('\n'),
    );
  });
});
