import { startProcess } from './background-process';
import type { BackgroundProcess } from './background-process';
import { Problem } from './problem';
import { prepareNamespace, withConnection } from './temporal-namespace';
import { waitUntil } from './wait-until';

export interface TemporalOptions {
  binary: string;
  port: number;
  /** Null: no web UI. */
  uiPort: number | null;
  /** Null: everything is lost when it ends. */
  databaseFile: string | null;
  logFile: string;
  pidFile: string;
}

export interface Temporal {
  process: BackgroundProcess;
  /** host:port of the gRPC frontend. */
  address: string;
}

/** The defaults cost 102 ms per empty activity, these 13 ms: facts and reasons in docs/configuration.md. */
const FAST = [
  ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=1000'],
  ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
  ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
];

/** Starts Temporal's development server, waits until it answers, and sets up its namespace `default`. */
export async function startTemporal(options: TemporalOptions, signal?: AbortSignal): Promise<Temporal> {
  const address = `127.0.0.1:${options.port}`;
  const started = await startProcess({
    command: options.binary,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
      ...(options.uiPort === null ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
      ...(options.databaseFile === null ? [] : ['--db-filename', options.databaseFile]),
      ...FAST,
    ],
    // Its own TEMPORAL_* variables would change what the program does.
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    cwd: '/',
    logFile: options.logFile,
    pidFile: options.pidFile,
    stopSignal: 'SIGTERM',
    graceMs: 15_000,
  });
  try {
    await waitUntil(() => answers(address), { timeoutMs: 60_000, giveUp: started.ended, signal });
    await prepareNamespace({ address, namespace: 'default', retentionDays: 30 });
  } catch (error) {
    await started.stop();
    throw new Problem('temporal_failed', `Temporal's server did not start: see ${options.logFile}.`, {
      cause: error,
    });
  }
  return { process: started, address };
}

function answers(address: string): Promise<boolean> {
  return withConnection(address, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  });
}
