import { readFileSync } from 'node:fs';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

/** PostgreSQL's types, and what the driver makes of them. */
const TYPES: Record<string, string> = {
  ...{ bool: 'boolean', bytea: 'Uint8Array<ArrayBuffer>', float8: 'number', int4: 'number', int8: 'Int8' },
  ...{ jsonb: 'Json', text: 'string', timestamptz: 'Date', _int4: 'number[]', _text: 'string[]' },
};

interface Column {
  table: string;
  name: string;
  type: string;
  isEnum: boolean;
  nullable: boolean;
  hasDefault: boolean;
}

/** Prisma makes a column of several values nullable, too; it never writes null there, and neither may we. */
async function columnsOfDatabase(): Promise<Column[]> {
  return db.$queryRaw<Column[]>`
    select c.table_name as table, c.column_name as name, c.udt_name as type, c.is_nullable = 'YES' and c.data_type <> 'ARRAY' as nullable,
      c.column_default is not null as "hasDefault", exists (select 1 from pg_enum e join pg_type t on t.oid = e.enumtypid
        where t.typname = c.udt_name) as "isEnum"
    from information_schema.columns c
    where c.table_schema = 'public' and c.table_name <> '_prisma_migrations'`;
}

interface Declared {
  type: string;
  nullable: boolean;
  hasDefault: boolean;
}

/** By table and column, as in the file that is generated. */
function declaredColumns(): Map<string, Declared> {
  const source = readFileSync(new URL('../generated/tables.ts', import.meta.url), 'utf8');
  const tables = new Map(
    [...source.matchAll(/^ {2}(\w+): (\w+Table);$/gm)].map(([, name, type]) => [type, name]),
  );
  const declared = new Map<string, Declared>();
  for (const [, type, body = ''] of source.matchAll(/^interface (\w+Table) \{\n(.*?)^\}/gms)) {
    for (const [, column, text = ''] of body.matchAll(/^ {2}(\w+): (.+);$/gm)) {
      const withoutDefault = text.replace(/^WithDefault<(.*)>$/, '$1');
      declared.set(`${tables.get(type)}.${column}`, {
        type: withoutDefault.replace(/ \| null$/, ''),
        nullable: withoutDefault.endsWith(' | null'),
        hasDefault: text !== withoutDefault,
      });
    }
  }
  return declared;
}

const toCamelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

test('the types of the tables are those of a migrated database: names, types, what may be null, what has a default', async () => {
  const declared = declaredColumns();
  const columns = await columnsOfDatabase();
  expect(columns.length).toBeGreaterThan(200);
  expect([...declared.keys()].sort()).toEqual(
    columns.map(({ table, name }) => `${toCamelCase(table)}.${toCamelCase(name)}`).sort(),
  );
  for (const { table, name, type, isEnum, nullable, hasDefault } of columns) {
    const column = `${toCamelCase(table)}.${toCamelCase(name)}`;
    const { type: declaredType = '', ...rest } = declared.get(column) ?? {};
    expect({ column, ...rest }).toEqual({ column, nullable, hasDefault });
    if (declaredType.startsWith('Values.')) continue; // a comment in the schema makes it narrower
    const expected = isEnum ? `Enums.${toCamelCase(`_${type}`)}` : TYPES[type];
    expect({ column, type: declaredType.replace(/^Json<.*>$/, 'Json') }).toEqual({ column, type: expected });
  }
});

function byTable(columns: Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  return tables;
}

test('Kysely’s names reach every table and column of the database', async () => {
  for (const [table, columns] of byTable(await columnsOfDatabase())) {
    const names = columns.map(({ name }) => toCamelCase(name));
    const query = db.kysely.selectFrom(toCamelCase(table) as 'operations').select(names as ['id']);
    await expect(query.execute()).resolves.toEqual([]);
  }
});
