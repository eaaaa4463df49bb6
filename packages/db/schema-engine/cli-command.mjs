import pg from 'pg';
import { readUrl } from './connection.mjs';

const CONNECT_TIMEOUT_MS = 5000;
/** Two first deploys at once: the database was made in between, or is being made. */
const DATABASE_EXISTS = ['42P04', '23505'];

/**
 * `cli can-connect-to-database` and `cli create-database`.
 *
 * @param {string} command
 * @param {string} url
 * @returns {Promise<number>} the exit code; an error is one line of JSON on stderr, as the CLI reads it
 */
export async function runCliCommand(command, url) {
  const { config } = readUrl(url);
  const creates = command === 'create-database';
  const client = new pg.Client({
    ...config,
    ...(creates ? { database: 'postgres' } : {}),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  try {
    await client.connect();
    if (creates) await client.query(`CREATE DATABASE ${client.escapeIdentifier(config.database)}`);
    return 0;
  } catch (error) {
    if (creates && DATABASE_EXISTS.includes(error.code)) return 0;
    report(toPrismaError(error, config));
    return 1;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function toPrismaError(error, { host, port, database }) {
  switch (error.code) {
    case '3D000':
      return { error_code: 'P1003', message: `Database \`${database}\` does not exist` };
    case '28000':
    case '28P01':
      return { error_code: 'P1000', message: `Authentication failed: ${error.message}` };
    default:
      return {
        error_code: 'P1001',
        message: `Can't reach database server at \`${host}:${port}\`: ${error.message}`,
      };
  }
}

/** The CLI skips the first line of stderr and reads one JSON document from each of the others. */
function report(fields) {
  process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`);
}
