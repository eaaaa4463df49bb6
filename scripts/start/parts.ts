import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from '../services/background-process';
import type { BackgroundCommand, BackgroundProcess } from '../services/background-process';
import { ROOT } from '../services/paths';
import { Problem } from '../services/problem';
import { waitUntil } from '../services/wait-until';
import type { DataDirectory } from './data-directory';
import type { Part } from './supervisor';

const READY_MS = 60_000;

/** The pid files of all parts: what a start that was killed may have left, in the order in which they are to end. */
export const PARTS = {
  web: { stopSignal: 'SIGTERM', graceMs: 10_000 },
  worker: { stopSignal: 'SIGTERM', graceMs: 15_000 },
  temporal: { stopSignal: 'SIGTERM', graceMs: 15_000 },
  // "Fast": rolls back what is open and ends.
  postgres: { stopSignal: 'SIGINT', graceMs: 30_000 },
} as const satisfies Record<string, { stopSignal: NodeJS.Signals; graceMs: number }>;

export type PartName = keyof typeof PARTS;

export const partFiles = (data: DataDirectory, name: PartName) => ({
  logFile: path.join(data.logs, `${name}.log`),
  pidFile: path.join(data.run, `${name}.pid`),
});

/** The worker says `ready` on its standard output when it polls for work. */
export function workerPart(data: DataDirectory, env: NodeJS.ProcessEnv): Part {
  const files = partFiles(data, 'worker');
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
          ...PARTS.worker,
        },
        async () => /^ready$/m.test((await readFile(files.logFile)).subarray(from).toString()),
      );
    },
  };
}

/** The console is ready when its health route answers. */
export function webPart(
  data: DataDirectory,
  env: NodeJS.ProcessEnv,
  at: { host: string; port: number },
): Part {
  const files = partFiles(data, 'web');
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
          ...PARTS.web,
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
  what: BackgroundCommand,
  isReady: () => Promise<boolean>,
): Promise<BackgroundProcess> {
  const started = await startProcess(what);
  try {
    await waitUntil(isReady, { timeoutMs: READY_MS, giveUp: started.ended, signal });
    return started;
  } catch (error) {
    await started.stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Problem('part_failed', `${name} did not start (${why}): see ${what.logFile}.`, {
      cause: error,
    });
  }
}

const size = (file: string) =>
  stat(file).then(
    (stats) => stats.size,
    () => 0,
  );
