// cspell:ignore deptype pronamespace proowner regclass regnamespace regprocedure regtype relkind relnamespace relowner rolname typnamespace typowner typtype
import pg from 'pg';

/** The logins of one PostgreSQL: whose password each is. */
export interface RolePasswords {
  /** Owns the tables and migrates them. */
  milepost_owner: string;
  milepost_web: string;
  milepost_worker: string;
}

export type RoleName = keyof RolePasswords;

const ROLES: RoleName[] = ['milepost_owner', 'milepost_web', 'milepost_worker'];

/**
 * Creates the roles of Milepost with these passwords, and the database, which belongs to the owner: what an earlier version created as
 * the superuser is handed over. Idempotent. `url`: of the database `postgres`, as a superuser.
 */
export async function prepareDatabase(url: string, name: string, passwords: RolePasswords): Promise<void> {
  await withClient(url, async (client) => {
    for (const role of ROLES) await createLogin(client, role, passwords[role]);
    await giveDatabase(client, name, 'milepost_owner');
  });
  const own = new URL(url);
  own.pathname = `/${name}`;
  await withClient(own.href, (client) => handOver(client, 'milepost_owner'));
}

/** Temporal's own role and databases, which an earlier version created as the superuser. It may not connect to Milepost's. */
export async function prepareTemporalDatabases(url: string, password: string): Promise<void> {
  for (const name of ['temporal', 'temporal_visibility']) {
    await withClient(url, async (client) => {
      await createLogin(client, 'temporal', password);
      await giveDatabase(client, name, 'temporal');
    });
    const own = new URL(url);
    own.pathname = `/${name}`;
    await withClient(own.href, (client) => handOver(client, 'temporal'));
  }
}

/** Creates a role that may sign in, or sets its password. It is no superuser and may create neither roles nor databases. */
async function createLogin(client: pg.Client, role: string, password: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const known = await client.query('select from pg_roles where rolname = $1', [role]);
  if (known.rowCount === 0) await client.query(`create role ${name}`);
  await client.query(
    `alter role ${name} login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
  );
}

/** Creates a database unless it exists. Nobody but its owner may connect to it before that is granted. */
async function giveDatabase(client: pg.Client, name: string, owner: string): Promise<void> {
  const [database, role] = [client.escapeIdentifier(name), client.escapeIdentifier(owner)];
  const known = await client.query('select from pg_database where datname = $1', [name]);
  if (known.rowCount === 0) await client.query(`create database ${database} owner ${role}`);
  else await client.query(`alter database ${database} owner to ${role}`);
  await client.query(`revoke all on database ${database} from public`);
}

/** Everything in the schema `public` of this database belongs to `owner` from now on. */
async function handOver(client: pg.Client, owner: string): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(HAND_OVER, [owner]);
  for (const { statement } of rows) await client.query(statement);
}

/** Sequences of columns follow their tables, and the types of tables too. */
const HAND_OVER = `
  select format('alter %s %s owner to %I', what, object, $1::text) as statement from (
    select case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as what,
      c.oid::regclass::text as object, relowner as owner
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i', 'e'))
    union all
    select 'type', t.oid::regtype::text, typowner from pg_type t where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
      and not exists (select from pg_depend d where d.objid = t.oid and d.classid = 'pg_type'::regclass and d.deptype = 'e')
    union all
    select 'routine', p.oid::regprocedure::text, proowner from pg_proc p where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
  ) objects where owner <> (select oid from pg_roles where rolname = $1)`;

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
