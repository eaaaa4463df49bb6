import path from 'node:path';
import { runLogged } from '../services/command';
import { ROOT } from '../services/paths';

/** Generates the database client and builds worker and console; turbo skips what is up to date. */
export async function build(logFile: string, signal: AbortSignal): Promise<void> {
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
}
