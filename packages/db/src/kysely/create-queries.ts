import {
  CamelCasePlugin,
  DefaultQueryExecutor,
  PostgresAdapter,
  PostgresQueryCompiler,
  QueryCreator,
} from 'kysely';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { Tables } from '../generated/tables';

/** Kysely's builder for our tables. It begins no transactions: `transaction` does. */
export type Queries = QueryCreator<Tables>;

const COMPILER = new PostgresQueryCompiler();
const ADAPTER = new PostgresAdapter();
/** Names are in camelCase here and in snake_case in the database. What is within a jsonb is left as it is. */
const PLUGINS = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];

/** A builder whose queries `run` carries out. */
export function createQueries(run: (query: CompiledQuery) => Promise<QueryResult<unknown>>): Queries {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) => run(query) as Promise<QueryResult<R>>,
    streamQuery: () => {
      throw new Error('Rows are not streamed: read them in pages');
    },
  };
  const provider = {
    provideConnection: <T>(use: (connection: DatabaseConnection) => Promise<T>) => use(connection),
  };
  return new QueryCreator<Tables>({
    executor: new DefaultQueryExecutor(COMPILER, ADAPTER, provider, PLUGINS),
  });
}
