import { readFile, rm } from 'node:fs/promises';
import { endProcess } from './background-process';
import { isAlive } from './process-identity';
import type { ProcessIdentity } from './process-identity';

/**
 * Ends what a start that was killed left running, found by the pid file it wrote. A process that merely has
 * the same id by now is left alone. Answers whether there was one.
 */
export async function killOrphan(
  pidFile: string,
  options: { stopSignal: NodeJS.Signals; graceMs: number },
): Promise<boolean> {
  const identity = await readPidFile(pidFile);
  const alive = identity !== null && (await isAlive(identity));
  if (alive) await endProcess(identity, options);
  await rm(pidFile, { force: true });
  return alive;
}

async function readPidFile(pidFile: string): Promise<ProcessIdentity | null> {
  try {
    const { pid, born } = JSON.parse(await readFile(pidFile, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && pid > 1 && typeof born === 'string' ? { pid, born } : null;
  } catch {
    return null;
  }
}
