import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PackageDefinition } from '../../dsl/package/definition';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { installationRow } from '../../dsl/conformance/sample-installations';
import { POSTGRES_CAUSES } from '../../states/failures/postgres';
import postgresql from './postgresql';
import database from './postgresql-database';
import role from './postgresql-role';

const MINUTES = 60_000;

const systems = labSystems({ 'debian-12': { version: '15' }, 'debian-13': { version: '17' } });

type Inputs = Record<string, unknown>;
interface Sent {
  input: Inputs;
  installed?: Inputs;
}

describe.each(systems)('on $system', ({ system, version, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const unit = `postgresql@${version}-main`;
  const home = `/etc/postgresql/${version}/main`;
  const input = { version, port: 5499, maxConnections: 60 };
  const changed = { ...input, port: 5500, maxConnections: 80, sharedBuffersMb: 64 };
  const passwords = { app: `it's"a"\\$(id)\`pw\``, guest: 'guest-of-the-house-1' };

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const run = (operation: string, sent = {}) =>
    server.run(postgresql, { operation, input: sent, installed: changed });
  const isUp = () => server.readOutput(`systemctl is-active ${unit}; systemctl is-enabled ${unit}`);
  const started = () => server.readOutput(`systemctl show -P InvocationID ${unit}`);
  /** As the administrator. */
  const sql = (statement: string, { on = 'postgres', port = changed.port } = {}) =>
    server.readOutput(
      `cd /; echo "${statement}" | runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -p ${port} -d ${on} 2>&1`,
    );
  /** As a role, over TCP with its password. */
  const as = (name: keyof typeof passwords, on: string, statement: string) =>
    server.readOutput(
      `export PGPASSWORD=$(echo ${Buffer.from(passwords[name]).toString('base64')} | base64 -d)
       echo "${statement}" | psql -XAtq -v ON_ERROR_STOP=1 -h 127.0.0.1 -p ${changed.port} -U ${name} -d ${on} 2>&1`,
    );
  const parent = installationRow(postgresql, changed);
  const owner = installationRow(role, { name: 'app', password: passwords.app }, { parent });
  const on = (definition: PackageDefinition, operation: string, sent: Sent) =>
    server.run(definition, {
      ...{ operation, ...sent, parent, chosen: definition === database ? { owner } : {} },
      secrets: { 'owner.password': passwords.app },
    });
  const create = (definition: PackageDefinition, wanted: Inputs, installed?: Inputs) =>
    on(definition, 'install', { input: wanted, ...(installed && { installed }) });
  const app = { name: 'app', password: passwords.app };
  const guest = { name: 'guest', password: passwords.guest, reads: ['shop'] };
  const named = (name: string) => ({ name, owner: owner.id });

  test('takes over what somebody installed, and loses nothing', { timeout: 6 * MINUTES }, async () => {
    await server.readOutput(
      '(export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends postgresql) >/dev/null 2>&1',
    );
    const theirs = { on: 'postgres', port: 5432 };
    await sql('CREATE DATABASE theirs; ALTER SYSTEM SET max_connections = 200', theirs);
    await sql('CREATE TABLE things AS SELECT 42 AS thing', { ...theirs, on: 'theirs' });

    await expect(server.install(postgresql, input)).rejects.toThrow(
      'ALTER SYSTEM has set max_connections to 200, which wins over any file. In psql: ALTER SYSTEM RESET max_connections;',
    );
    expect(await sql('SHOW port', theirs)).toBe('5432');
    await sql('ALTER SYSTEM RESET max_connections', theirs);

    const { applied, version: installed } = await server.install(postgresql, input);
    expect(applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
    expect(installed).toMatch(new RegExp(`^${version}\\.`));
    expect(await isUp()).toBe('active\nenabled-runtime');
    expect(await sql('SELECT thing FROM things', { on: 'theirs', port: input.port })).toBe('42');
    expect(await server.readOutput(`ss -Hltn 'sport = :5499' | awk '{ print $4 }' | sort`)).toBe(
      '127.0.0.1:5499\n[::1]:5499',
    );
  });

  test('is there already the second time, and nothing is started', async () => {
    const before = await started();
    const { applied, started: commands, output } = await server.install(postgresql, input);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect(await started()).toBe(before);
  });

  test('takes another port and other sizes by a restart, with the data that is there', async () => {
    const change = { operation: 'install', input: changed, installed: input };
    const { applied } = await server.run(postgresql, change);
    expect(applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
    expect(await sql('SHOW max_connections; SHOW shared_buffers')).toBe('80\n64MB');
    expect(await sql('SELECT thing FROM things', { on: 'theirs' })).toBe('42');
    expect(sum((await server.run(postgresql, change)).applied)).toBe(0);
  });

  test('refuses a setting that it does not know with file and line, and runs on with what it had', async () => {
    const before = await started();
    for (const [mine, what] of [
      ['work_mem = 8MB\nport is 1', 'syntax error'],
      ['work_mem = many', 'invalid value for parameter "work_mem"'],
      ['unheard_of = 1', 'unrecognized configuration parameter "unheard_of"'],
    ] as const) {
      await server.readOutput(`printf '%s\\n' '${mine}' >${home}/conf.d/95-mine.conf`);
      const failure = await server.install(postgresql, input).then(() => '', String);
      const { pattern } = POSTGRES_CAUSES[0]!;
      const cause = new RegExp(pattern).exec(failure)?.groups;
      expect(cause).toMatchObject({
        file: `${home}/conf.d/95-mine.conf`,
        line: String(mine.split('\n').length),
      });
      expect(cause?.what).toContain(what);
      await expect(run('restart')).rejects.toThrow(what);
    }
    expect(
      await server.readOutput(`rm ${home}/conf.d/95-mine.conf; cat ${home}/conf.d/90-milepost.conf`),
    ).toContain('port = 5500');
    expect([await isUp(), await started()]).toEqual(['active\nenabled-runtime', before]);
    expect(sum((await server.install(postgresql, changed)).applied)).toBe(0);
  });

  test('names another file that sets what was chosen', async () => {
    await server.readOutput(`echo 'max_connections = 33' >${home}/conf.d/99-mine.conf`);
    await expect(server.install(postgresql, changed)).rejects.toThrow(
      `max_connections is 33, set by ${home}/conf.d/99-mine.conf, line 1.`,
    );
    await server.readOutput(`rm ${home}/conf.d/99-mine.conf`);
    await server.install(postgresql, changed);
    expect(await sql('SHOW max_connections')).toBe('80');
  });

  test('lets in clients of the networks that are named, without a restart for their rules', async () => {
    const open = { ...changed, listen: 'network', clients: ['10.0.0.0/8', '192.0.2.7/32'] };
    await server.run(postgresql, { operation: 'install', input: open, installed: changed });
    const rules = "SELECT address, netmask, auth_method FROM pg_hba_file_rules WHERE address ~ '^(10|192)'";
    expect(await sql(rules)).toBe(
      '10.0.0.0|255.0.0.0|scram-sha-256\n192.0.2.7|255.255.255.255|scram-sha-256',
    );
    expect(await server.readOutput(`stat -c '%a %U:%G' ${home}/pg_hba.conf`)).toBe('640 postgres:postgres');
    const before = await started();
    await server.run(postgresql, {
      operation: 'install',
      input: { ...open, clients: ['10.0.0.0/8'] },
      installed: open,
    });
    expect(await started()).toBe(before);
    await server.readOutput(`echo 'host all all nonsense' >>${home}/pg_hba.conf`);
    await expect(run('restart')).rejects.toThrow(new RegExp(`PostgreSQL: ${home}/pg_hba.conf:\\d+: `));
    await server.readOutput(`sed -i '$d' ${home}/pg_hba.conf`);
    await server.run(postgresql, { operation: 'install', input: changed, installed: open });
    expect([await sql(rules), await server.readOutput(`grep -c Milepost ${home}/pg_hba.conf`)]).toEqual([
      '',
      '0',
    ]);
  });

  test('has three databases and two roles, with the rights that they were given', async () => {
    const { output } = await create(role, app);
    expect(output).not.toContain(passwords.app);
    for (const name of ['shop', 'news', 'wiki'])
      expect((await create(database, named(name))).applied).toEqual({
        create: 1,
        verify_installation: 0,
      });
    await as(
      'app',
      'shop',
      'CREATE TABLE orders (id serial, what text); INSERT INTO orders (what) VALUES (7)',
    );
    expect((await create(role, guest)).applied).toMatchObject({ create: 2 });
    for (const [definition, sent] of [
      [role, app],
      [role, guest],
      [database, named('shop')],
    ] as const)
      expect(sum((await create(definition, sent)).applied)).toBe(0);
    expect(await sql("SELECT count(*) FROM pg_database WHERE datname IN ('shop', 'news', 'wiki')")).toBe('3');

    await as('app', 'shop', 'CREATE TABLE later AS SELECT 8 AS what');
    expect(await as('guest', 'shop', 'SELECT what FROM orders UNION SELECT what::text FROM later')).toBe(
      '7\n8',
    );
    expect(await as('guest', 'shop', 'DELETE FROM orders')).toContain('permission denied for table orders');
    expect(await as('guest', 'news', 'SELECT 1')).toContain('permission denied for database "news"');
    expect(await as('guest', 'postgres', 'CREATE DATABASE mine')).toContain(
      'permission denied to create database',
    );
    expect(await as('app', 'theirs', 'SELECT 1')).toBe('1');
  });

  test('changes what a role may, and its password', async () => {
    const writer = { ...guest, reads: [], writes: ['shop'], createDatabases: true };
    await create(role, writer, guest);
    expect(await as('guest', 'shop', "INSERT INTO orders (what) VALUES ('9') RETURNING what")).toBe('9');
    expect(await as('guest', 'shop', 'DROP TABLE orders')).toContain('must be owner of table orders');
    await create(role, { ...guest, reads: [], password: 'quite-another-secret' }, writer);
    expect(await as('guest', 'shop', 'SELECT 1')).toContain('password authentication failed');
    await on(role, 'rotate_password', { input: { password: passwords.guest }, installed: guest });
    expect(await as('guest', 'shop', 'SELECT 1')).toContain('permission denied for database "shop"');
  });

  test('does not take over the administrator, nor drop a role that owns something', async () => {
    await sql('CREATE ROLE boss SUPERUSER');
    await expect(create(role, { ...app, name: 'boss' })).rejects.toThrow(
      'There is a role boss already, which administers this PostgreSQL.',
    );
    await expect(on(role, 'uninstall', { input: {}, installed: app })).rejects.toThrow(
      'The role app owns the database shop. Give that to another role first, or choose “Keep the role”.',
    );
    await on(role, 'uninstall', { input: { keep: true }, installed: app });
    expect(await as('app', 'shop', 'SELECT 1')).toBe('1');
  });

  test('is at its newest version, which an update finds without changing anything', async () => {
    const { applied } = await run('update');
    expect(applied).toMatchObject({ update_software: 0, start_service: 0, verify_installation: 0 });
  });

  test('is stopped and started without changing whether it starts with the server', async () => {
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled-runtime');
    await expect(create(database, named('late'))).rejects.toThrow('failed: No such file or directory');
    await run('start');
    expect(await isUp()).toBe('active\nenabled-runtime');
    const before = await started();
    await run('restart');
    expect(await started()).not.toBe(before);
  });

  test('a database is dropped after a dump, and kept otherwise', async () => {
    await on(database, 'uninstall', { input: {}, installed: named('wiki') });
    expect(await as('app', 'wiki', 'SELECT 1')).toBe('1');
    await on(database, 'uninstall', { input: { removeData: true }, installed: named('shop') });
    expect(await as('app', 'shop', 'SELECT 1')).toContain('database "shop" does not exist');
    expect(
      await server.readOutput(
        `cd /var/backups/postgresql; stat -c %a ${version}-shop-*.dump; pg_restore -f - ${version}-shop-*.dump | grep -c 'COPY public.orders'`,
      ),
    ).toBe('600\n1');
    expect(
      sum(
        (await on(database, 'uninstall', { input: { removeData: true }, installed: named('shop') })).applied,
      ),
    ).toBe(0);
    await on(role, 'uninstall', { input: {}, installed: guest });
    expect(await sql("SELECT 1 FROM pg_roles WHERE rolname = 'guest'")).toBe('');
  });

  test('keeps its data when it is uninstalled, and finds it again', { timeout: 5 * MINUTES }, async () => {
    await run('uninstall');
    expect(await server.status(`postgresql-${version}`)).toBe('config-files');
    expect(await server.readOutput('pgrep -u postgres; ss -Hltn "sport = :5500"')).toBe('');
    await server.install(postgresql, changed);
    expect(await as('app', 'wiki', 'SELECT 1')).toBe('1');
    expect(await sql('SELECT thing FROM things', { on: 'theirs' })).toBe('42');
  });

  test('leaves a dump and nothing else when its data is removed too', { timeout: 5 * MINUTES }, async () => {
    await server.readOutput(`pg_createcluster --locale C.UTF-8 ${version} theirs`);
    await expect(run('uninstall', { removeData: true })).rejects.toThrow(
      `The cluster ${version}/theirs is not one of Milepost’s, and would be removed as well.`,
    );
    await server.readOutput(`pg_dropcluster ${version} theirs`);
    await sql(`CREATE DATABASE \\"odd 'name' = \\\\\\"`);
    await run('uninstall', { removeData: true });
    expect(await server.status(`postgresql-${version}`)).toMatch(/^(not-installed)?$/);
    const places = `/etc/postgresql/${version} /var/lib/postgresql/${version} /var/log/postgresql/*${version}-main.log`;
    expect(await server.readOutput(`ls -d ${places} 2>/dev/null`)).toBe('');
    expect(
      await server.readOutput(
        `cd /var/backups/postgresql/${version}-main-* && ls | sed 's/-[0-9]*.dump/-N.dump/'; stat -c %a . roles.sql; grep -c 'CREATE ROLE app' roles.sql`,
      ),
    ).toBe('database-N.dump\nnews.dump\npostgres.dump\nroles.sql\ntheirs.dump\nwiki.dump\n700\n600\n1');
    expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
  });
});
