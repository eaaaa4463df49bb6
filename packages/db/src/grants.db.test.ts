// cspell:ignore attisdropped attname attnum attrelid dblink regnamespace relkind relname relnamespace setval
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from './client';
import { submitOperation } from './operations/lifecycle/submit-operation';
import { applyRequests } from './requests/apply-requests';
import { makeRequest } from './requests/make-request';
import { roleUrl } from './testing/role-url';
import { insertServer, submission, submitted } from './testing/rows';

const url = inject('databaseUrl');
const owner = new pg.Client({ connectionString: url });
const web = new pg.Client({ connectionString: roleUrl(url, 'milepost_web') });
const worker = new pg.Client({ connectionString: roleUrl(url, 'milepost_worker') });
beforeAll(async () => {
  await owner.connect();
  // Each test file has a copy of the migrated database, and copies lose the privileges of the database itself.
  await owner.query('call milepost_grant_roles()');
  await Promise.all([web.connect(), worker.connect()]);
});
afterAll(() => Promise.all([owner, web, worker].map((client) => client.end())));

type Columns = 'all' | readonly string[];

interface Rights {
  select: Columns;
  insert: Columns;
  update: Columns;
  delete: boolean;
}

const rights = (select: Columns, insert: Columns, update: Columns): Rights => ({
  ...{ select, insert, update },
  delete: false,
});
const deletable = (of: Rights): Rights => ({ ...of, delete: true });
const NONE = rights([], [], []);
const READ = rights('all', [], []);
const ALL = deletable(rights('all', 'all', 'all'));
const shown = (...insert: string[]): Rights => rights('all', insert, []);

/** What the web process may do. A table that is not listed is an error: whoever adds one decides. */
const WEB: Record<string, Rights> = {
  ...{ users: ALL, sessions: ALL, accounts: ALL, verifications: ALL, rate_limits: ALL },
  ...{ sign_in_failures: ALL, recovery_links: ALL, owner_links: ALL, invitations: ALL },
  // What a worker acts on.
  ...{
    plans: READ,
    observations: READ,
    milestones: READ,
    commands: READ,
    outputs: READ,
    events: READ,
    decisions: READ,
  },
  ...{ server_queues: READ, queue_entries: READ, outbox: READ, engine: READ, mail_sender: READ },
  installation_records: READ,
  unsigned_operations: NONE,
  _prisma_migrations: NONE,
  credentials: rights(['id', 'server_id', 'kind', 'username', 'public_key', 'created_at'], [], []),
  // What people ask for.
  requests: shown('kind', 'operation_id', 'server_id', 'point', 'data', 'requested_by', 'expires_at'),
  operations: shown(
    ...[
      'id',
      'kind',
      'package_id',
      'title',
      'server_id',
      'installation_id',
      'shown_hash',
      'shown_milestones',
      'shown_observations',
    ],
    ...['input', 'sealed_secrets', 'request_digest', 'requested_by'],
  ),
  installations: shown('id', 'server_id', 'package_id', 'key', 'title', 'parent_id', 'updated_at'),
  servers: shown('id', 'name', 'address', 'port', 'created_by'),
  plan_checks: deletable(
    shown(
      ...['id', 'server_id', 'package_id', 'installation_id', 'parent_id', 'kind', 'input', 'plan_hash'],
      'sealed_secrets',
    ),
  ),
  service_reports: deletable(shown('id', 'installation_id')),
  stacks: ALL,
  stack_runs: shown('id', 'name', 'server_id', 'request_digest', 'requested_by'),
  stack_run_steps: shown(
    ...['run_id', 'n', 'package_id', 'title', 'installation_id', 'key', 'installation_title', 'parent_id'],
    ...['input', 'sealed_secrets', 'shown_hash', 'shown_milestones', 'shown_observations', 'operation_id'],
  ),
  server_logins: rights(
    ['server_id', 'username', 'created_at'],
    ['server_id', 'username', 'sealed'],
    ['username', 'sealed'],
  ),
  server_checks: rights('all', ['server_id', 'facts_due'], ['due_at', 'facts_due']),
  workers: rights('all', [], ['lost_at']),
  notifications: shown('key', 'kind', 'audience', 'server_id', 'content'),
  notification_reads: shown('user_id', 'notification_id'),
  email_outbox: shown('notification_id', 'user_id', 'address'),
};

const CLEANED = deletable(rights('all', [], 'all'));
/** What a worker may do; of tables that are not listed, everything. */
const WORKER: Record<string, Rights> = {
  ...{ accounts: NONE, _prisma_migrations: NONE, users: READ },
  ...{ sessions: CLEANED, verifications: CLEANED, rate_limits: CLEANED, sign_in_failures: CLEANED },
  ...{ recovery_links: CLEANED, owner_links: CLEANED, invitations: CLEANED },
};

async function readColumns(): Promise<Map<string, string[]>> {
  const { rows } = await owner.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped group by 1`);
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** Whether PostgreSQL allows a statement. It touches no row, so that nothing else is against it. */
async function isAllowed(client: pg.Client, statement: string): Promise<boolean> {
  try {
    await client.query(statement);
    return true;
  } catch (error) {
    if ((error as pg.DatabaseError).code === '42501') return false;
    throw error;
  }
}

const isIn = (columns: Columns, column: string): boolean => columns === 'all' || columns.includes(column);

/** The statements about one table, each with whether it is to be allowed. */
function statements(table: string, columns: string[], allowed: Rights): [string, boolean][] {
  return [
    ...columns.flatMap((column): [string, boolean][] => [
      [`select "${column}" from "${table}" where false`, isIn(allowed.select, column)],
      [`insert into "${table}" ("${column}") select null where false`, isIn(allowed.insert, column)],
      [`update "${table}" set "${column}" = null where false`, isIn(allowed.update, column)],
    ]),
    [`delete from "${table}" where false`, allowed.delete],
    [`truncate "${table}" cascade`, false],
    [`alter table "${table}" add column taken text`, false],
    [`drop table "${table}"`, false],
    [
      `create trigger taken before insert on "${table}" execute function suppress_redundant_updates_trigger()`,
      false,
    ],
  ];
}

describe.each([
  ['milepost_web', web, WEB],
  ['milepost_worker', worker, WORKER],
] as const)('%s', (_role, client, table) => {
  test('may do with each column of each table what is listed here, and nothing else', async () => {
    const found: string[] = [];
    for (const [name, columns] of await readColumns()) {
      const allowed = table[name] ?? (client === worker ? ALL : undefined);
      if (!allowed)
        throw new Error(`Say in this test, and in a migration, what the web process may do with ${name}`);
      for (const [statement, expected] of statements(name, columns, allowed))
        if ((await isAllowed(client, statement)) !== expected)
          found.push(`${expected ? 'refused' : 'allowed'}: ${statement}`);
    }
    expect(found).toEqual([]);
  });

  test.each([
    'create table taken (id int)',
    'create temporary table taken (id int)',
    'create schema taken',
    "create function taken() returns int language sql as 'select 1'",
    'create role taken',
    'alter role milepost_owner superuser',
    'set role milepost_owner',
    'call milepost_grant_roles()',
    'grant select on plans to public',
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    "copy plans to program 'id'",
    "copy plans from '/etc/passwd'",
    "alter system set log_statement = 'all'",
    'create extension dblink',
    'select passwd from pg_shadow',
    'select setval($$requests_id_seq$$, 1)',
    'alter database postgres set work_mem = $$1MB$$',
  ])('may not: %s', async (statement) => {
    // "grant" without the right to is a warning: nothing was granted.
    if (statement.startsWith('grant')) return expect(await grantsNothing(client, statement)).toBe(true);
    expect(await isAllowed(client, statement)).toBe(false);
  });

  test('may not connect to a database of somebody else', async () => {
    const name = `other_${randomUUID().slice(0, 8)}`;
    await owner.query(`create database ${name}`);
    await owner.query(`revoke all on database ${name} from public`);
    const other = new URL(roleUrl(url, client === web ? 'milepost_web' : 'milepost_worker'));
    other.pathname = `/${name}`;
    const connection = new pg.Client({ connectionString: other.href });
    await expect(connection.connect()).rejects.toMatchObject({ code: '42501' });
  });
});

async function grantsNothing(client: pg.Client, statement: string): Promise<boolean> {
  await isAllowed(client, statement);
  const { rows } = await owner.query<{ open: boolean }>(
    `select has_table_privilege('public', 'plans', 'select') as open`,
  );
  return rows[0]?.open === false;
}

describe('somebody with the role of the web process', () => {
  const db = createDatabase(url);
  const asWeb = createDatabase(roleUrl(url, 'milepost_web'));
  const asWorker = createDatabase(roleUrl(url, 'milepost_worker'));
  afterAll(() => Promise.all([db, asWeb, asWorker].map((each) => each.$disconnect())));

  test('can submit an operation and ask for its cancellation, which a worker carries out', async () => {
    const asked = submission(await insertServer(db));
    await transaction(asWeb, (tx) => submitOperation(tx, asked));
    const request = { kind: 'cancel', operationId: asked.id, reason: null } as const;
    await makeRequest(asWeb, { request, by: 'ada', expiresInMs: null });
    expect(await db.operation.findUnique({ where: { id: asked.id } })).toMatchObject({ fence: 1 });
    await applyRequests(asWorker, () => undefined);
    expect(await db.operation.findUnique({ where: { id: asked.id } })).toMatchObject({
      ...{ status: 'canceling', fence: 2, cancelRequestedBy: 'ada', planHash: null },
    });
  });

  test('cannot change an operation, whatever it is about', async () => {
    const operationId = await submitted(db, submission(await insertServer(db)));
    const before = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
    for (const change of [
      `update operations set fence = 99`,
      `update operations set status = 'running', prepared = true`,
      `update servers set pinned_host_key = 'ssh-ed25519 AAAA', address = '203.0.113.1'`,
      `insert into unsigned_operations (operation_id, plan_hash) values ('${operationId}', 'mine')`,
      `insert into plans (hash, format, body) values ('mine', 1, '{}')`,
      `insert into outbox (operation_id, kind) values ('${operationId}', 'wake')`,
      `select 1 from operations for update`,
    ])
      await expect(web.query(change)).rejects.toMatchObject({ code: '42501' });
    expect(await db.operation.findUniqueOrThrow({ where: { id: operationId } })).toEqual(before);
  });
});
