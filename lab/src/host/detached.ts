import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGroup, groupDirs, isPopulated, until } from './cgroup';

const SUPERVISE = fileURLToPath(new URL('./supervise.sh', import.meta.url));

export interface Detached {
  /** Control group, relative: killing it ends the program and all its children. */
  group: string;
  command: string[];
  logFile: string;
  env?: Record<string, string>;
}

/**
 * Starts a program that outlives this process, in a session and a control group of its own.
 * @throws LabError naming the log when it does not live.
 */
export async function startDetached({ group, command, logFile, env }: Detached): Promise<void> {
  await createGroup(`${group}/loop`);
  await createGroup(`${group}/main`);
  const log = openSync(logFile, 'a');
  const child = spawn('sh', [SUPERVISE, ...groupDirs(group), '--', ...command], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...env },
  });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  await until(() => isPopulated(group), `${command[0]} does not run: see ${logFile}`);
}
