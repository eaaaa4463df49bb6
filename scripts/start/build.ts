import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runLogged } from '../services/command';
import { ROOT } from '../services/paths';
import { takeProcessLock } from '../services/process-lock';

const CACHE = path.join(ROOT, 'node_modules/.cache/milepost');

interface BuildOptions {
  logFile: string;
  signal: AbortSignal;
  tell: (detail: string) => void;
}

/** Generates the database client and builds worker and console; turbo skips what is up to date. One build at a time in a clone. */
export async function build({ logFile, signal, tell }: BuildOptions): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  let lock = await takeProcessLock(path.join(CACHE, 'build.lock'));
  while (!lock.taken) {
    tell(`waiting for the build of process ${lock.holder}`);
    await sleep(250, undefined, { signal });
    lock = await takeProcessLock(path.join(CACHE, 'build.lock'));
  }
  try {
    await runLogged({
      what: 'The build',
      command: path.join(ROOT, 'node_modules/.bin/turbo'),
      args: [
        ...['run', 'build', '--filter=@milepost/worker', '--filter=@milepost/web'],
        ...['--output-logs=new-only', '--no-color'],
      ],
      env: { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
      logFile,
      signal,
    });
  } finally {
    await lock.release();
  }
}
