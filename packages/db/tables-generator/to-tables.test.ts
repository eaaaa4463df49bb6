import { expect, test } from 'vitest';
import { toTables } from './to-tables';
import type { Field } from './to-tables';

const tablesWith = (...fields: Partial<Field>[]): string =>
  toTables([
    {
      name: 'Server',
      dbName: 'all_servers',
      fields: fields.map((field) => ({
        ...{ name: 'value', kind: 'scalar', type: 'String', isList: false, isRequired: true },
        hasDefaultValue: false,
        ...field,
      })),
    },
  ]);

test('a table and its columns have the names of the database in camelCase, and a relation is no column', () => {
  const tables = tablesWith({ name: 'host', dbName: 'host_key_2' }, { name: 'login', kind: 'object' });
  expect(tables).toContain('export interface Tables {\n  allServers: ServerTable;\n}');
  expect(tables).toContain('interface ServerTable {\n  hostKey2: string;\n}');
});

test('a column may be null, hold several values, or have a default', () => {
  expect(tablesWith({ isRequired: false })).toContain('value: string | null;');
  expect(tablesWith({ type: 'Int', isList: true })).toContain('value: number[];');
  expect(tablesWith({ type: 'BigInt', hasDefaultValue: true, default: 0 })).toContain(
    'value: WithDefault<Int8>;',
  );
  expect(tablesWith({ kind: 'enum', type: 'Role' })).toContain('value: Enums.Role;');
});

test('a default that only Prisma’s client makes up does not count: an insert has to give the value', () => {
  const uuid = { hasDefaultValue: true, default: { name: 'uuid', args: [7] } };
  expect(tablesWith(uuid)).toContain('value: string;');
  const byDatabase = { hasDefaultValue: true, default: { name: 'dbgenerated', args: ['gen_random_uuid()'] } };
  expect(tablesWith(byDatabase)).toContain('value: WithDefault<string>;');
});

test('a comment gives a column a type of its own, which a column of type Json needs', () => {
  const documentation = 'What its setup found.\n[ServerFacts]';
  expect(tablesWith({ type: 'Json', documentation })).toContain('value: Json<Values.ServerFacts>;');
  expect(tablesWith({ documentation: '[Phase]', isRequired: false })).toContain(
    'value: Values.Phase | null;',
  );
  expect(() => tablesWith({ type: 'Json' })).toThrow('Server.value is of type Json');
});

test('a type that is not known is refused, and not guessed', () => {
  expect(() => tablesWith({ type: 'Decimal' })).toThrow('Server.value is of type Decimal');
});
