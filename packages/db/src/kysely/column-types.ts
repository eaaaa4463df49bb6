import type { ColumnType } from 'kysely';

/** Read as bigint; a number may be written. */
export type Int8 = ColumnType<bigint, bigint | number, bigint | number>;

/** A column of type jsonb: read as what it holds, and written with `json`. */
export type Json<Value> = ColumnType<Value, JsonOf<Value>, JsonOf<Value>>;

/** What `json` makes of a value. Never there at run time: the driver would take an array for one of PostgreSQL's. */
export interface JsonOf<Value> {
  readonly __json: Value;
}

/** A column that may be left out of an insert. */
export type WithDefault<Column> = [Column] extends [ColumnType<infer Select, infer Insert, infer Update>]
  ? ColumnType<Select, Insert | undefined, Update>
  : ColumnType<Column, Column | undefined, Column>;
