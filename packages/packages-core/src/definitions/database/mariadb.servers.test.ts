import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MARIADB_CAUSES } from '../../states/failures/mariadb';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { installationRow } from '../../dsl/conformance/sample-installations';
import mariadb from './mariadb';
import mariadbDatabase from './mariadb-database';
import mariadbUser from './mariadb-user';

const MINUTES = 60_000;
const FILE = '/etc/mysql/mariadb.conf.d/90-milepost.cnf';
const PASSWORD = String.raw`it's-a-"quoted"\$(id)-password`;

const systems = labSystems({ 'debian-12': { version: '10.11' }, 'debian-13': { version: '11.8' } });

interface Child {
  operation?: string;
  installed?: object;
  on?: Record<string, unknown>;
}

describe.each(systems)('on $system', ({ system, version, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const settings = ['max_connections = 60', 'init_connect = "SET @a = \'$(id) `id` %n\'" # it'];
  const before = { bufferPoolMb: 64, settings };
  const after = { ...before, port: 3307, bufferPoolMb: 32 };
  const app = { name: 'app', password: PASSWORD, databases: ['shop'] };
  const reader = { name: 'reader', password: `${PASSWORD}2`, databases: ['shop'], privileges: 'read' };

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  /** Of a server as it was installed first, or as it is changed later. */
  const child = (
    definition: typeof mariadbDatabase | typeof mariadbUser,
    input: object,
    more: Child = {},
  ) => {
    const { operation = 'install', installed, on = before } = more;
    return server.run(definition, {
      ...{ operation, input: { ...input }, parent: installationRow(mariadb, on) },
      ...(installed && { installed: { ...installed } }),
    });
  };
  const run = (operation: string, input = {}) => server.run(mariadb, { operation, input, installed: after });
  const change = (input: Record<string, unknown>, installed: Record<string, unknown>) =>
    server.run(mariadb, { operation: 'install', input, installed });
  const isUp = () => server.readOutput('systemctl is-active mariadb; systemctl is-enabled mariadb');
  const started = () => server.readOutput('systemctl show -P InvocationID mariadb');
  const root = (sql: string) => server.readOutput(`mariadb -NB 2>&1 <<'END'\n${sql}\nEND`);
  /** Over TCP, as an application. */
  const as = ({ name, password }: typeof app, sql: string, { port = 3306, database = 'shop' } = {}) =>
    server.readOutput(
      `MYSQL_PWD='${password.replaceAll("'", `'\\''`)}' mariadb -NB --protocol=tcp -h 127.0.0.1 -P ${port} -u ${name} ${database} 2>&1 <<'END' | grep -v ^WARNING\n${sql}\nEND`,
    );

  test('takes over what somebody else has set up, which stays', { timeout: 5 * MINUTES }, async () => {
    await server.readOutput(
      `export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends mariadb-server >/dev/null
       printf '[mariadbd]\\nmax_allowed_packet = 32M\\n' >/etc/mysql/mariadb.conf.d/70-mine.cnf; systemctl restart mariadb`,
    );
    await root(
      "CREATE DATABASE mine; CREATE TABLE mine.t (id int); INSERT INTO mine.t VALUES (3); CREATE USER me@'%' IDENTIFIED BY 'mine'; GRANT ALL ON mine.* TO me@'%'; CREATE DATABASE test; CREATE USER ''@localhost",
    );
    const { applied } = await server.install(mariadb, before);
    expect(applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 2 });
    expect(
      await root(
        "SELECT id, @@max_allowed_packet, @@max_connections FROM mine.t; SHOW GRANTS FOR me@'%'; SHOW DATABASES LIKE 'test'; SELECT count(*) FROM mysql.user WHERE User = ''",
      ),
    ).toMatch(/^3\t33554432\t60\nGRANT USAGE .*\nGRANT ALL PRIVILEGES ON `mine`\.\* TO `me`@`%`\n0$/);
    expect(await root('SELECT @@innodb_buffer_pool_size / 1048576, @@init_connect')).toBe(
      "64.0000\tSET @a = '$(id) `id` %n'",
    );
    await child(mariadbDatabase, { name: 'mine' });
    expect(await root('SELECT id FROM mine.t')).toBe('3');
  });

  test('is there already the second time, and nothing is started', async () => {
    const invocation = await started();
    const { applied, started: commands, output } = await server.install(mariadb, before);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect(await started()).toBe(invocation);
  });

  test('has databases, and users whose privileges hold', { timeout: 2 * MINUTES }, async () => {
    await child(mariadbDatabase, { name: 'shop' });
    await child(mariadbDatabase, { name: 'shop_2', characters: 'latin1' });
    await child(mariadbDatabase, { name: 'shopx2' });
    for (const user of [app, reader, { ...app, name: 'other', databases: ['shop_2'] }]) {
      await child(mariadbUser, user);
      expect(sum((await child(mariadbUser, user)).applied)).toBe(0);
    }
    await as(app, "CREATE TABLE orders (id int, what text); INSERT INTO orders VALUES (7, 'ä€')");
    expect(await as(app, 'SELECT * FROM orders; SELECT CURRENT_USER()')).toBe('7\tä€\napp@localhost');
    expect(await as(reader, 'SELECT id FROM orders; INSERT INTO orders VALUES (8, 1)')).toMatch(
      /^7\n[^]*ERROR 1142 .*INSERT command denied to user 'reader'/,
    );
    expect(await as({ ...app, name: 'other' }, 'SELECT 1')).toContain(
      "Access denied for user 'other'@'localhost'",
    );
    expect(await as({ ...app, name: 'other' }, 'SELECT 1', { database: 'shopx2' })).toContain(
      'Access denied',
    );
    expect(await as({ ...app, password: 'wrong' }, 'SELECT 1')).toContain('Access denied');
    expect(await as({ ...app, name: '' }, 'SELECT 1')).toContain('Access denied');
    expect(
      await root(
        "SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'shop_2'",
      ),
    ).toBe('latin1');
  });

  test('withdraws privileges, and takes another password', { timeout: 2 * MINUTES }, async () => {
    const other = { ...app, name: 'other', databases: ['shop_2'] };
    const restricted = { ...other, databases: ['shop'], privileges: 'write' };
    await child(mariadbUser, restricted, { installed: other });
    expect(await as(other, 'SELECT 1', { database: 'shop_2' })).toContain('Access denied');
    expect(await as(other, 'DELETE FROM orders WHERE id = 9; DROP TABLE orders')).toMatch(
      /ERROR 1142 .*DROP command denied to user 'other'/,
    );
    const second = 'another-long-password';
    await child(mariadbUser, { password: second }, { operation: 'rotate_password', installed: restricted });
    expect(await as(other, 'SELECT 1')).toContain('Access denied');
    expect(await as({ ...other, password: second }, 'SELECT 1')).toBe('1');
    expect(
      await server.readOutput(
        `journalctl --no-pager | grep -cF another-long; grep -rlF another-long /var/lib/milepost* /tmp /var/log`,
      ),
    ).toBe('0');
  });

  test('moves to another port and buffer pool by a restart', { timeout: 2 * MINUTES }, async () => {
    const done = await change(after, before);
    expect(done.applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
    expect(await as(app, 'SELECT id, @@innodb_buffer_pool_size / 1048576 FROM orders', { port: 3307 })).toBe(
      '7\t32.0000',
    );
    expect(await server.readOutput(`ss -Hltn | awk '{ print $4 }' | grep 33`)).toBe('127.0.0.1:3307');
    expect(sum((await change(after, after)).applied)).toBe(0);
  });

  test.each([
    ['nonsense_option = 1', "unknown variable 'nonsense_option=1'"],
    ['sort_buffer_size = many', "option 'sort_buffer_size': unsigned value 0 adjusted to"],
    ['character_set_server = klingon', "Character set 'klingon' is not a compiled character set"],
  ])('refuses “%s” with file and line, and runs on with what it had', async (setting, what) => {
    const [file, invocation] = [await server.readOutput(`cat ${FILE}`), await started()];
    const failure = await change(
      { ...after, bufferPoolMb: 48, settings: [...settings, setting] },
      after,
    ).then(
      () => '',
      (error: Error) => error.message,
    );
    const [cause] = MARIADB_CAUSES;
    const found = new RegExp(cause!.pattern, 'm').exec(failure)?.groups;
    expect(`${found?.file}, line ${found?.line}: ${found?.what}`).toContain(`${FILE}, line 9: ${what}`);
    expect(await server.readOutput(`cat ${FILE}`)).toBe(file);
    expect([await isUp(), await started()]).toEqual(['active\nenabled', invocation]);
  });

  test('is not restarted with a file that it does not accept', async () => {
    const broken = '/etc/mysql/mariadb.conf.d/95-mine.cnf';
    await server.readOutput(`printf '[mysqld]\\n\\nunheard-of = 1\\n' >${broken}`);
    const invocation = await started();
    await expect(run('restart')).rejects.toThrow(`unknown variable 'unheard-of=1' in ${broken} on line 3`);
    expect([await isUp(), await started()]).toEqual(['active\nenabled', invocation]);
    await server.readOutput(`printf '[mysqld]\\nport = 3399\\n' >${broken}`);
    await expect(change(after, after)).rejects.toThrow(
      `runs with port = 3399, not 3307. Look at ${broken}, line 2.`,
    );
    await server.readOutput(`rm ${broken}; systemctl restart mariadb`);
  });

  test('is refused an address that the server does not have', async () => {
    await expect(change({ ...after, listen: '198.51.100.7' }, after)).rejects.toThrow(
      'This server does not have the address 198.51.100.7.',
    );
  });

  test('is at its newest version, which an update finds without changing anything', async () => {
    expect((await run('update')).applied).toMatchObject({ update_software: 0, verify_installation: 0 });
  });

  test('is stopped and started without changing whether it starts with the server', async () => {
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled');
    await run('start');
    expect(await isUp()).toBe('active\nenabled');
    const invocation = await started();
    await run('restart');
    expect(await started()).not.toBe(invocation);
  });

  test(
    'drops a database only where that is wanted, and dumps it first',
    { timeout: 2 * MINUTES },
    async () => {
      const dropped = { operation: 'uninstall', installed: { name: 'shop' }, on: after };
      await child(mariadbDatabase, {}, dropped);
      expect(await root('SELECT id FROM shop.orders')).toBe('7');
      await child(mariadbDatabase, { removeData: true }, dropped);
      expect(await root("SHOW DATABASES LIKE 'shop'")).toBe('');
      expect(await server.readOutput('stat -c "%a %U" /var/backups/mariadb/shop-*.sql.gz')).toBe('600 root');
      expect(sum((await child(mariadbDatabase, { removeData: true }, dropped)).applied)).toBe(0);
      await server.readOutput('zcat /var/backups/mariadb/shop-*.sql.gz | mariadb');
      expect(await as(reader, 'SELECT * FROM orders', { port: 3307 })).toBe('7\tä€');
      await child(mariadbUser, {}, { operation: 'uninstall', installed: reader, on: after });
      expect(await as(reader, 'SELECT 1', { port: 3307 })).toContain('Access denied');
    },
  );

  test('keeps its data when it is uninstalled, and finds it again', { timeout: 5 * MINUTES }, async () => {
    await run('uninstall');
    expect(
      await server.readOutput(
        `dpkg-query -W -f '\${db:Status-Status}' mariadb-server; pgrep mariadbd; ls -d /var/lib/mysql/shop ${FILE}`,
      ),
    ).toBe(`config-files${FILE}
/var/lib/mysql/shop`);
    await server.install(mariadb, after);
    expect(await as(app, 'SELECT * FROM orders', { port: 3307 })).toBe('7\tä€');
    await expect(server.install(mariadb, { ...after, dataDirectory: '/srv/mysql/data' })).rejects.toThrow(
      'There are databases or users in /var/lib/mysql.',
    );
  });

  test('dumps all of its data before it is removed', { timeout: 5 * MINUTES }, async () => {
    await run('stop');
    await run('uninstall', { removeData: true });
    expect(
      await server.readOutput(
        `dpkg-query -W -f '\${db:Status-Status}\\n' mariadb-server mariadb-server-core 2>/dev/null | grep -v not-installed; ls -d /var/lib/mysql /var/log/mysql ${FILE} /etc/mysql/debian.cnf 2>/dev/null`,
      ),
    ).toBe('');
    expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
  });

  test(
    'is installed anew in a directory of its own, and takes the dump',
    { timeout: 5 * MINUTES },
    async () => {
      const elsewhere = { ...before, dataDirectory: '/srv/mysql/data' };
      const done = await server.install(mariadb, elsewhere);
      expect(done.applied).toMatchObject({ install_software: 1, configure_service: 2, start_service: 1 });
      expect(done.version).toContain(version);
      expect(await isUp()).toBe('active\nenabled');
      expect(await server.readOutput(`ss -Hltn | awk '{ print $4 }' | grep 33`)).toBe('127.0.0.1:3306');
      expect(
        await root("SELECT count(*) FROM mysql.user WHERE User NOT IN ('root', 'mysql', 'mariadb.sys')"),
      ).toBe('0');
      expect(await root('SELECT @@datadir; SHOW DATABASES')).toBe(
        '/srv/mysql/data/\ninformation_schema\nmysql\nperformance_schema\nsys',
      );
      expect(sum((await server.install(mariadb, elsewhere)).applied)).toBe(0);
      await server.readOutput(
        'zcat /var/backups/mariadb/all-*.sql.gz | mariadb; mariadb -e "FLUSH PRIVILEGES"',
      );
      expect(await as(app, 'SELECT * FROM orders')).toBe('7\tä€');
      await server.run(mariadb, {
        operation: 'uninstall',
        input: { removeData: true },
        installed: elsewhere,
      });
      expect(
        await server.readOutput('ls -d /srv/mysql/data 2>/dev/null; ls /var/backups/mariadb | grep -c all-'),
      ).toBe('2');
    },
  );
});
