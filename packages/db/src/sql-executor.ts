import { types } from 'pg';
import type { QueryConfig, QueryResult } from 'pg';
import { Prisma } from './generated/client';
import { createQueries } from './kysely/create-queries';
import type { Queries } from './kysely/create-queries';
import { statementName } from './statement-name';

type Statement = [query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]];

/** Executes statements: the database one by one, a transaction together. */
export interface SqlExecutor {
  /** Statements whose results are typed by the schema. */
  readonly kysely: Queries;
  /** Returns the rows. */
  $queryRaw<T = unknown>(...statement: Statement): Promise<T>;
  /** Returns the number of rows. */
  $executeRaw(...statement: Statement): Promise<number>;
}

/**
 * Statements by the driver, under the names that Prisma has for them: it takes two to three times the driver's CPU for each, and makes base64
 * of all bytes. They throw the driver's errors.
 */
export function createSqlExecutor(run: (query: QueryConfig) => Promise<QueryResult>): SqlExecutor {
  const runNamed = (text: string, values: unknown[]): Promise<QueryResult> =>
    run({ name: statementName(text), text, values, types: PARSERS });
  const execute = ([query, ...values]: Statement): Promise<QueryResult> => {
    const { text, values: given } = 'raw' in query ? Prisma.sql(query, ...values) : query;
    return runNamed(text, given);
  };
  return {
    kysely: createQueries(async ({ sql, parameters }) => {
      const { rows, rowCount } = await runNamed(sql, [...parameters]);
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    }),
    $queryRaw: async <T>(...statement: Statement) => (await execute(statement)).rows as T,
    $executeRaw: async (...statement) => (await execute(statement)).rowCount ?? 0,
  };
}

const INT8: number = types.builtins.INT8;

/** As Prisma reads them: what has 64 bits is no number of JavaScript's. */
const PARSERS: QueryConfig['types'] = {
  getTypeParser: (oid: number): unknown => (oid === INT8 ? BigInt : types.getTypeParser(oid)),
};
