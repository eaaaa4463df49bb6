import path from 'node:path';
import { migrate } from '../services/migrations';
import { createDatabase, preparePostgres, startPostgres } from '../services/postgres';
import { Problem } from '../services/problem';
import { reachDatabase } from '../services/reach-database';
import { startTemporal } from '../services/temporal';
import { temporalBinary } from '../services/temporal-binary';
import { prepareNamespace } from '../services/temporal-namespace';
import type { StartContext } from './start-context';
import { processFiles } from './processes/managed-processes';

/** PostgreSQL with our tables: of our own, or the one that DATABASE_URL names. Returns its URL. */
export async function bringUpDatabase(context: StartContext): Promise<string> {
  const { data, progress } = context;
  const url = context.env.DATABASE_URL
    ? await progress.step('Your PostgreSQL reached', () => reachDatabase(context.env.DATABASE_URL ?? ''))
    : await progress.step('PostgreSQL started', () => ownPostgres(context));
  await progress.step('Database up to date', () =>
    migrate(url, path.join(data.logs, 'migrate.log'), context.signal),
  );
  return url;
}

async function ownPostgres({ data, options, processManager }: StartContext): Promise<string> {
  const prepared = await preparePostgres({
    directory: data.postgres,
    port: options.postgresPort,
    durable: true,
    ...processFiles(data, 'postgres'),
  });
  let url: (name: string) => string = () => '';
  await processManager.run({
    name: 'PostgreSQL',
    logFile: prepared.options.logFile,
    start: async (stopping) => {
      const postgres = await startPostgres(prepared, stopping);
      url = (name) => postgres.url(name);
      return postgres.process;
    },
  });
  await createDatabase(url('postgres'), 'milepost');
  return url('milepost');
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
