import path from 'node:path';
import { ownPostgresUrl } from '../services/postgres';
import { Problem } from '../services/problem';
import { reachDatabase } from '../services/reach-database';
import { defaultDataDirectory } from '../start/data-directory';
import { readRunning } from '../start/running';
import type { OwnerLinkOptions } from './options';

const DEFAULT_URL = 'http://127.0.0.1:4400';

/** Its database, of DATABASE_URL or of the `npm start` that runs with this data directory, and where people open it. */
export async function findMilepost(
  { dataDirectory, url }: Pick<OwnerLinkOptions, 'dataDirectory' | 'url'>,
  env: NodeJS.ProcessEnv,
): Promise<{ databaseUrl: string; consoleUrl: string }> {
  const root = path.resolve(dataDirectory ?? defaultDataDirectory());
  const running = await readRunning(path.join(root, 'run'));
  const consoleUrl = url ?? running?.consoleUrl ?? DEFAULT_URL;
  if (env.DATABASE_URL) return { databaseUrl: await reachDatabase(env.DATABASE_URL), consoleUrl };
  if (!running) throw notRunning(root);
  if (running.postgresPort === null)
    throw new Problem(
      'database_unknown',
      'Milepost was started with a DATABASE_URL: set it for this command too.',
    );
  const ownUrl = await ownPostgresUrl(path.join(root, 'postgres'), running.postgresPort);
  const databaseUrl = await reachDatabase(ownUrl).catch((cause: unknown) => {
    throw notRunning(root, cause);
  });
  return { databaseUrl, consoleUrl };
}

const notRunning = (root: string, cause?: unknown): Problem =>
  new Problem(
    'not_running',
    `Milepost is not running with the data directory ${root}: start it, or name another directory with --data-dir.`,
    { cause },
  );
