import path from 'node:path';
import { runLogged } from './command';
import { ROOT } from './paths';

/** Brings the database's tables up to date with `prisma migrate deploy`: nothing happens when they are. */
export function migrate(databaseUrl: string, logFile: string, signal?: AbortSignal): Promise<void> {
  return runLogged({
    what: 'Updating the database',
    command: path.join(ROOT, 'node_modules/.bin/prisma'),
    args: ['migrate', 'deploy'],
    cwd: path.join(ROOT, 'packages/db'),
    env: { DATABASE_URL: databaseUrl },
    logFile,
    signal,
  });
}
