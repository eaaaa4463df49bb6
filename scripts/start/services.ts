import path from 'node:path';
import { migrate } from '../services/migrations';
import { prepareDatabase } from '../services/database-roles';
import { preparePostgres, startPostgres } from '../services/postgres';
import type { Postgres } from '../services/postgres';
import { Problem } from '../services/problem';
import { reachDatabase } from '../services/reach-database';
import { startTemporal } from '../services/temporal';
import { temporalBinary } from '../services/temporal-binary';
import { prepareNamespace } from '../services/temporal-namespace';
import type { DatabaseUrls } from './database-urls';
import type { StartContext } from './start-context';
import { processFiles } from './processes/managed-processes';

/** PostgreSQL with our tables: of our own, or the one that DATABASE_URL names. */
export async function bringUpDatabase(context: StartContext): Promise<DatabaseUrls> {
  const { data, progress } = context;
  const urls = context.env.DATABASE_URL
    ? await progress.step('Your PostgreSQL reached', () =>
        yourPostgres(context, context.env.DATABASE_URL ?? ''),
      )
    : await progress.step('PostgreSQL started', () => ownPostgres(context));
  await progress.step('Database up to date', () =>
    migrate(urls.owner, path.join(data.logs, 'migrate.log'), context.signal),
  );
  return urls;
}

/** Without addresses of their own the console and the worker get the owner's, which is said. */
async function yourPostgres({ env, progress }: StartContext, owner: string): Promise<DatabaseUrls> {
  await reachDatabase(owner);
  const web = env.MILEPOST_WEB_DATABASE_URL || owner;
  const worker = env.MILEPOST_WORKER_DATABASE_URL || owner;
  for (const [name, url] of [
    ['MILEPOST_WEB_DATABASE_URL', web],
    ['MILEPOST_WORKER_DATABASE_URL', worker],
  ] as const)
    if (url !== owner) await reachDatabase(url, name);
  if (web === owner)
    progress.print(
      '  The console has all rights in your database: set MILEPOST_WEB_DATABASE_URL (docs/configuration.md, “Database roles”).',
    );
  return { owner, web, worker };
}

async function ownPostgres({ data, options, processManager }: StartContext): Promise<DatabaseUrls> {
  const prepared = await preparePostgres({
    directory: data.postgres,
    port: options.postgresPort,
    durable: true,
    ...processFiles(data, 'postgres'),
  });
  let url: Postgres['url'] = () => '';
  await processManager.run({
    name: 'PostgreSQL',
    logFile: prepared.options.logFile,
    start: async (stopping) => {
      const postgres = await startPostgres(prepared, stopping);
      url = (name, role) => postgres.url(name, role);
      return postgres.process;
    },
  });
  await prepareDatabase(url('postgres'), 'milepost', prepared.rolePasswords);
  return {
    owner: url('milepost', 'milepost_owner'),
    web: url('milepost', 'milepost_web'),
    worker: url('milepost', 'milepost_worker'),
  };
}

export interface TemporalEndpoint {
  address: string;
  namespace: string;
  uiUrl: string | null;
}

/** Temporal with our namespace: of our own, or the one that TEMPORAL_ADDRESS names. */
export async function bringUpTemporal(context: StartContext): Promise<TemporalEndpoint> {
  const { data, env, options, progress, signal, processManager } = context;
  if (env.TEMPORAL_ADDRESS) {
    const namespace = env.TEMPORAL_NAMESPACE || 'default';
    const address = env.TEMPORAL_ADDRESS;
    await progress.step('Your Temporal reached', () => reachTemporal(address, namespace));
    return { address, namespace, uiUrl: env.TEMPORAL_UI_URL || null };
  }
  const binary = await progress.step("Temporal's server found", (tell) => temporalBinary(tell, signal));
  const files = processFiles(data, 'temporal');
  await progress.step('Temporal started', () =>
    processManager.run({
      name: 'Temporal',
      logFile: files.logFile,
      start: async (stopping) => {
        const temporal = await startTemporal(
          {
            binary,
            port: options.temporalPort,
            uiPort: options.uiPort,
            databaseFile: path.join(data.temporal, 'temporal.db'),
            ...files,
          },
          stopping,
        );
        return temporal.process;
      },
    }),
  );
  return {
    address: `127.0.0.1:${options.temporalPort}`,
    namespace: 'default',
    uiUrl: `http://127.0.0.1:${options.uiPort}`,
  };
}

async function reachTemporal(address: string, namespace: string): Promise<void> {
  try {
    await prepareNamespace({ address, namespace });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      'temporal_unreachable',
      `The Temporal server at ${address} (TEMPORAL_ADDRESS), namespace ${namespace}, cannot be used: ${reason}.`,
      { cause: error },
    );
  }
}
