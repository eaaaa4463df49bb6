import { homedir } from 'node:os';
import { join } from 'node:path';

const env = process.env;

/** Base images shared by every lab of this user; survives `down`. */
export function cacheDir(): string {
  const cache = env.MILEPOST_CACHE_DIR ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'milepost');
  return join(cache, 'lab');
}

/** Where a lab keeps its disks and key when the caller names no directory. */
export function defaultStateDir(lab: string): string {
  return join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'milepost', 'lab', lab);
}

/** What is only true until the machine restarts: which labs are up, their proxies' files, the locks. */
export const RUN_DIR = '/run/milepost-lab';
