import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from '../../services/background-process';
import type { BackgroundCommand, BackgroundProcess } from '../../services/background-process';
import { ROOT } from '../../services/paths';
import { Problem } from '../../services/problem';
import { waitUntil } from '../../services/wait-until';
import type { DataDirectory } from '../data-directory';
import type { ManagedProcess } from './process-manager';

const READY_MS = 60_000;

/** How each process is stopped, in the order in which orphans of a killed start are. */
export const PROCESSES = {
  web: { stopSignal: 'SIGTERM', graceMs: 10_000 },
  worker: { stopSignal: 'SIGTERM', graceMs: 15_000 },
  temporal: { stopSignal: 'SIGTERM', graceMs: 15_000 },
  // "Fast": rolls back what is open and ends.
  postgres: { stopSignal: 'SIGINT', graceMs: 30_000 },
} as const satisfies Record<string, { stopSignal: NodeJS.Signals; graceMs: number }>;

export type ProcessName = keyof typeof PROCESSES;

export const processFiles = (data: DataDirectory, name: ProcessName) => ({
  logFile: path.join(data.logs, `${name}.log`),
  pidFile: path.join(data.run, `${name}.pid`),
});

/** The worker says `ready` on its standard output when it polls for work. */
export function workerProcess(data: DataDirectory, env: NodeJS.ProcessEnv): ManagedProcess {
  const files = processFiles(data, 'worker');
  return {
    name: 'The worker',
    logFile: files.logFile,
    async start(signal) {
      const from = await size(files.logFile);
      return whenReady(
        { name: 'The worker', signal },
        {
          command: process.execPath,
          args: ['--enable-source-maps', 'dist/worker.js'],
          cwd: path.join(ROOT, 'apps/worker'),
          env,
          ...files,
          ...PROCESSES.worker,
        },
        async () => /^ready$/m.test((await readFile(files.logFile)).subarray(from).toString()),
      );
    },
  };
}

/** The console is ready when its health route answers. */
export function webProcess(
  data: DataDirectory,
  env: NodeJS.ProcessEnv,
  at: { host: string; port: number },
): ManagedProcess {
  const files = processFiles(data, 'web');
  const everywhere = at.host === '0.0.0.0' || at.host === '::';
  const host = everywhere ? '127.0.0.1' : at.host;
  return {
    name: 'The console',
    logFile: files.logFile,
    start: (signal) =>
      whenReady(
        { name: 'The console', signal },
        {
          command: process.execPath,
          args: [
            path.join(ROOT, 'node_modules/next/dist/bin/next'),
            ...['start', '-p', String(at.port), '-H', at.host],
          ],
          cwd: path.join(ROOT, 'apps/web'),
          env,
          ...files,
          ...PROCESSES.web,
        },
        async () => {
          const answer = await fetch(
            `http://${host.includes(':') ? `[${host}]` : host}:${at.port}/api/health`,
            {
              signal: AbortSignal.timeout(5000),
            },
          );
          return answer.ok;
        },
      ),
  };
}

async function whenReady(
  { name, signal }: { name: string; signal: AbortSignal },
  command: BackgroundCommand,
  isReady: () => Promise<boolean>,
): Promise<BackgroundProcess> {
  const started = await startProcess(command);
  try {
    await waitUntil(isReady, { timeoutMs: READY_MS, giveUp: started.ended, signal });
    return started;
  } catch (error) {
    await started.stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('part_failed', `${name} did not start (${reason}): see ${command.logFile}.`, {
      cause: error,
    });
  }
}

const size = (file: string) =>
  stat(file).then(
    (stats) => stats.size,
    () => 0,
  );
