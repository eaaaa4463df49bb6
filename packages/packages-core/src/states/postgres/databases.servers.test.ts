import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Secret } from '../../dsl/secret';
import { StateHarness } from '../../dsl/testing/state-harness';
import * as mariadb from '../mariadb/databases';
import * as mariadbUsers from '../mariadb/users';
import { database, databaseAbsent, dumped } from './databases';
import { logsIn, role, roleAbsent } from './roles';

const server = new StateHarness(inject('labServers')[0]!);
afterAll(() => server.end());
const MINUTES = 60_000;
const password = new Secret('password');
const canary = 'kanarie73';
const secrets = { password: String.raw`it's a"\${canary}` };
const at = { version: '15', port: 5432 };

beforeAll(async () => {
  await server.run(
    'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends postgresql mariadb-server',
    600,
  );
}, 10 * MINUTES);

/** Nothing that was said to the server is in a log. */
const expectNotLogged = async () =>
  expect(
    await server.run(
      `journalctl --no-pager | grep -cF ${canary}; grep -rlF ${canary} /var/log /var/lib/milepost* /tmp`,
    ),
  ).toBe('0');

describe('PostgreSQL', () => {
  const psql = (sql: string, name = 'postgres') =>
    server.run(`runuser -u postgres -- psql -XAt -d ${name} -c "${sql}"`);
  const created = [
    role('app', { at, password, createDatabases: true }),
    database('shop', { at, owner: 'app' }),
    logsIn('app', { at, password, database: 'shop' }),
  ];

  test('a role and its database are there and back, and it logs in', { timeout: 3 * MINUTES }, async () => {
    await server.run(
      `runuser -u postgres -- psql -c "ALTER SYSTEM SET log_statement = 'all'" -c 'SELECT pg_reload_conf()'`,
    );
    await server.expectThereAndBack(created, {
      secrets,
      between: async () =>
        expect(await psql('SELECT datname, pg_get_userbyid(datdba) FROM pg_database ORDER BY 1')).toContain(
          'shop|app',
        ),
    });
    expect(await psql('SELECT rolname FROM pg_roles')).not.toContain('app');
    await expectNotLogged();
  });

  test('another password is set, and the former one is back', { timeout: 3 * MINUTES }, async () => {
    await server.bringAbout(created, secrets);
    const other = { password: 'second-password' };
    await server.expectThereAndBack(role('app', { at, password }), { secrets: other });
    expect(await server.checks(logsIn('app', { at, password, database: 'shop' }), secrets)).toEqual([0]);
    expect(await server.checks(logsIn('app', { at, password, database: 'shop' }), other)).toEqual([1]);
    await expect(server.bringAbout(logsIn('app', { at, password, database: 'shop' }), other)).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('a database is dumped and dropped, while nobody uses it', { timeout: 3 * MINUTES }, async () => {
    await psql('CREATE TABLE orders (id int); INSERT INTO orders VALUES (7)', 'shop');
    const dump = dumped('shop', { at, to: '/var/backups/postgresql/shop-1.dump' });
    await server.bringAbout(dump);
    expect((await server.bringAbout(dump)).applied).toBe(0);
    expect(
      await server.run(
        'stat -c %a /var/backups/postgresql/*; pg_restore --list /var/backups/postgresql/shop-1.dump | grep -c "TABLE public orders"',
      ),
    ).toBe('600\n1');
    await expect(server.bringAbout(roleAbsent('app', { at }))).rejects.toThrow('owner of database shop');
    await server.run(
      `systemd-run -q --unit=client runuser -u postgres -- psql -d shop -c 'SELECT pg_sleep(600)'; sleep 1`,
    );
    const dropped = databaseAbsent('shop', { at, destructive: 'All.' });
    await expect(server.bringAbout(dropped)).rejects.toThrow(
      'Connected to the database shop: postgres (psql)',
    );
    await psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'");
    await expect.poll(() => psql("SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop'")).toBe('0');
    await server.bringAbout(dropped);
    await server.expectThereAndBack(roleAbsent('app', { at }));
    expect(await server.checks(role('app', { at, password, createDatabases: true }), secrets)).toEqual([0]);
  });
});

describe('MariaDB', () => {
  const created = [mariadb.database('shop'), mariadbUsers.user('app', { password, databases: ['shop'] })];

  test('a database and its user are there and back', { timeout: 3 * MINUTES }, async () => {
    await server.run(
      `mariadb -e "SET GLOBAL general_log = 1, GLOBAL general_log_file = '/var/log/mysql/all.log'"; mkdir -p /var/log/mysql`,
    );
    await server.expectThereAndBack(created, { secrets });
    await server.bringAbout(created, secrets);
    await server.expectThereAndBack(mariadbUsers.user('app', { password, databases: ['shop'] }), {
      secrets: { password: 'second' },
    });
    expect(await server.checks(created, secrets)).toEqual([0, 0]);
    await server.expectThereAndBack(mariadbUsers.userAbsent('app'));
    expect(await server.checks(created, secrets)).toEqual([0, 0]);
    await expectNotLogged();
  });

  test('a database with tables stays in an undo, and goes where that is wanted', async () => {
    await server.run('mariadb -e "CREATE TABLE shop.orders (id int)"');
    expect(await server.checks(mariadb.database('shop'))).toEqual([0]);
    await server.bringAbout(mariadb.databaseAbsent('shop', { destructive: 'All.' }));
    expect(await server.run('mariadb -NBe "SHOW DATABASES" | grep -c shop')).toBe('0');
  });
});
