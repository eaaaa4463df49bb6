import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { Client } from 'pg';

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url);

export type Row = Record<string, unknown>;

/** A database as it was before a migration, filled by a test, and then brought up to date. */
export interface DatabaseBefore {
  url: string;
  insert(table: string, ...rows: Row[]): Promise<void>;
  /** How many rows each table has. */
  countRows(): Promise<Record<string, number>>;
  applyRest(): Promise<void>;
  end(): Promise<void>;
}

/** Creates a database beside the one of `url` and applies the migrations up to the one before `migration`. */
export async function createDatabaseBefore(url: string, migration: string): Promise<DatabaseBefore> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  if (!names.includes(migration)) throw new Error(`There is no migration ${migration}`);
  const name = `before_${randomBytes(6).toString('hex')}`;
  const server = new Client({ connectionString: url });
  await server.connect();
  await server.query(`create database ${name} template template0`);
  await server.end();

  const own = new URL(url);
  own.pathname = `/${name}`;
  const client = new Client({ connectionString: own.href });
  await client.connect();
  const apply = async (chosen: string[]): Promise<void> => {
    for (const each of chosen)
      await client.query(await readFile(new URL(`${each}/migration.sql`, MIGRATIONS), 'utf8'));
  };
  await apply(names.filter((each) => each < migration));

  return {
    url: own.href,
    async insert(table, ...rows) {
      for (const row of rows) {
        const columns = Object.keys(row).map((column) => `"${column}"`);
        await client.query(
          `insert into ${table} (${columns.join(', ')})
           select ${columns.join(', ')} from jsonb_populate_record(null::${table}, $1)`,
          [JSON.stringify(row)],
        );
      }
    },
    async countRows() {
      const tables = await client.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public'`,
      );
      const counts: Record<string, number> = {};
      for (const { name: table } of tables.rows) {
        const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "${table}"`);
        counts[table] = rows[0]?.n ?? 0;
      }
      return counts;
    },
    applyRest: () => apply(names.filter((each) => each >= migration)),
    end: () => client.end(),
  };
}
