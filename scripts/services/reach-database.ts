import pg from 'pg';
import { Problem } from './problem';

/** Answers with the URL when the database that it names answers; else a Problem, without its password. */
export async function reachDatabase(url: string, variable = 'DATABASE_URL'): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return url;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      'database_unreachable',
      `The PostgreSQL that ${variable} names cannot be used: ${reason}.`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
