import path from 'node:path';
import { killOrphan } from '../services/orphans';
import { assertPortFree } from '../services/ports';
import { build } from './build';
import { webEnvironment, workerEnvironment } from './environment';
import type { Services } from './environment';
import { openKeys } from './keys';
import { rotateLogs } from './processes/log-files';
import { PROCESSES, processFiles, webProcess, workerProcess } from './processes/managed-processes';
import type { ProcessName } from './processes/managed-processes';
import { bringUpPracticeServer } from './practice/practice';
import { bringUpDatabase, bringUpTemporal } from './services';
import type { StartOptions } from './options';
import type { RunningServices, StartContext } from './start-context';

/** Starts everything, slow steps side by side; rejects with the first Problem. The process manager then ends what runs. */
export async function bringUp(context: StartContext): Promise<RunningServices> {
  const { data, options, progress, processManager } = context;
  await killOrphans(context);
  await checkPorts(context);
  await rotateLogs(data.logs);
  const keys = await openKeys({ privateFolder: data.keys, sharedFolder: data.keys });
  // Nobody waits for it: building its base system takes minutes, the first time.
  const practice = bringUpPracticeServer(context);

  const database = bringUpDatabase(context);
  const engine = bringUpTemporal(context);
  const built = progress.step('Worker and console built', (tell) =>
    build({ logFile: path.join(data.logs, 'build.log'), signal: context.signal, tell }),
  );
  await sideBySide(context, [database, engine, built]);
  const databaseUrls = await database;
  const temporal = await engine;
  const services: Services = {
    databaseUrls,
    temporalAddress: temporal.address,
    temporalNamespace: temporal.namespace,
    temporalUiUrl: temporal.uiUrl,
    consoleUrl: options.url ?? consoleUrl(options),
  };
  await sideBySide(context, [
    progress.step('Worker started', () =>
      processManager.run(workerProcess(data, workerEnvironment(services, keys))),
    ),
    progress.step('Console started', () =>
      processManager.run(webProcess(data, webEnvironment(services, keys), options)),
    ),
  ]);
  return { services, keys, practice };
}

/** Waits for all. The first that fails ends the others, and is thrown when none of them runs any more. */
async function sideBySide({ giveUp }: StartContext, works: Promise<unknown>[]): Promise<void> {
  try {
    await Promise.all(works);
  } catch (error) {
    giveUp(error);
    await Promise.allSettled(works);
    throw error;
  }
}

async function killOrphans({ data, progress }: StartContext): Promise<void> {
  const names: string[] = [];
  for (const name of Object.keys(PROCESSES) as ProcessName[]) {
    if (await killOrphan(processFiles(data, name).pidFile, PROCESSES[name])) names.push(name);
  }
  if (names.length > 0) progress.print(`  Ended what an earlier start left running: ${names.join(', ')}.`);
}

async function checkPorts({ env, options }: StartContext): Promise<void> {
  const host = '127.0.0.1';
  await assertPortFree({ host: options.host, port: options.port, what: 'The console', option: '--port' });
  if (!env.TEMPORAL_ADDRESS) {
    await assertPortFree({ host, port: options.temporalPort, what: 'Temporal', option: '--temporal-port' });
    await assertPortFree({ host, port: options.uiPort, what: 'The Temporal UI', option: '--ui-port' });
  }
  if (!env.DATABASE_URL) {
    await assertPortFree({ host, port: options.postgresPort, what: 'PostgreSQL', option: '--postgres-port' });
  }
}

/** Listening everywhere, it is reached here by the loopback address: `--url` tells a better one. */
function consoleUrl({ host, port }: StartOptions): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
