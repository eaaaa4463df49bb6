import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { JsonOf } from './column-types';

/** The database's clock, which alone decides when something is due. */
export const NOW = sql<Date>`clock_timestamp()`;

/** So many milliseconds from now. */
export const msFromNow = (ms: number): RawBuilder<Date> =>
  sql<Date>`clock_timestamp() + ${ms} * interval '1 ms'`;

/** So many milliseconds before now. */
export const msAgo = (ms: number): RawBuilder<Date> => sql<Date>`clock_timestamp() - ${ms} * interval '1 ms'`;

/** A value for a column of type jsonb. */
export const json = <Value>(value: Value): RawBuilder<JsonOf<Value>> => sql`${JSON.stringify(value)}::jsonb`;

/** For `limit`: the number in the statement's text, for the reason that literal-limit.ts gives. */
export const literalRows = (rows: number): RawBuilder<number> => sql.lit(Math.trunc(rows));

/** Any of a list, for a comparison with `=`: one parameter. With `in` each length of the list would be a statement of its own. */
export const anyOf = <Value>(values: readonly Value[]): RawBuilder<Value> => sql`any(${[...values]})`;
