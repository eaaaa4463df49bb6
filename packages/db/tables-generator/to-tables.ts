/** A model of the schema, as Prisma describes it to generators. */
export interface Model {
  name: string;
  /** The table's name; null where it is the model's. */
  dbName: string | null;
  fields: Field[];
}

export interface Field {
  name: string;
  dbName?: string;
  /** `object`: a relation, which has no column. */
  kind: 'scalar' | 'enum' | 'object' | 'unsupported';
  type: string;
  isList: boolean;
  isRequired: boolean;
  hasDefaultValue: boolean;
  /** A value, or the function that gives it. */
  default?: unknown;
  /** Its comments that begin with three slashes. */
  documentation?: string;
}

/** As the driver returns them: see PARSERS in sql-executor.ts. */
const SCALARS: Record<string, string> = {
  String: 'string',
  Boolean: 'boolean',
  Int: 'number',
  Float: 'number',
  BigInt: 'Int8',
  DateTime: 'Date',
  Bytes: 'Uint8Array<ArrayBuffer>',
};

/** Defaults that Prisma's client makes up: the database has none for these columns. */
const CLIENT_DEFAULTS = ['uuid', 'cuid', 'ulid', 'nanoid'];

/** A type that a comment in the schema gives: "/// [ServerFacts]". */
const ANNOTATION = /^\[(\w+)\]$/m;

const HEADER = `// Generated from schema.prisma by tables-generator: do not edit.
import type * as Enums from './enums';
import type { Int8, Json, WithDefault } from '../kysely/column-types';
import type * as Values from '../kysely/column-values';
`;

/** The source of tables.ts: an interface for each model, and one that names them all. Names are in camelCase. */
export function toTables(models: Model[]): string {
  const tables = models.map(({ name, dbName }) => `  ${toCamelCase(dbName ?? name)}: ${name}Table;\n`);
  return [HEADER, `\nexport interface Tables {\n${tables.join('')}}\n`, ...models.map(toInterface)].join('');
}

function toInterface(model: Model): string {
  const columns = model.fields
    .filter(({ kind }) => kind !== 'object')
    .map((field) => `  ${toCamelCase(field.dbName ?? field.name)}: ${toColumn(model, field)};\n`);
  return `\ninterface ${model.name}Table {\n${columns.join('')}}\n`;
}

function toColumn(model: Model, field: Field): string {
  const value = toValue(model, field);
  const type = field.isList ? `${value}[]` : field.isRequired ? value : `${value} | null`;
  return hasDefault(field) ? `WithDefault<${type}>` : type;
}

function toValue(model: Model, { name, kind, type, documentation = '' }: Field): string {
  const annotation = ANNOTATION.exec(documentation)?.[1];
  if (type === 'Json' && !annotation)
    throw new Error(
      `${model.name}.${name} is of type Json: say in schema.prisma what it holds, as in "/// [ServerFacts]"`,
    );
  if (annotation) return type === 'Json' ? `Json<Values.${annotation}>` : `Values.${annotation}`;
  const value = kind === 'enum' ? `Enums.${type}` : SCALARS[type];
  if (value === undefined)
    throw new Error(`${model.name}.${name} is of type ${type}, which tables-generator does not know`);
  return value;
}

function hasDefault({ hasDefaultValue, default: value }: Field): boolean {
  const by = typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
  return hasDefaultValue && !CLIENT_DEFAULTS.includes(by);
}

/** As Kysely's CamelCasePlugin does it. */
function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
