import os from 'node:os';
import path from 'node:path';

/** The clone's root. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** What another clone can use again: Temporal's server, the lab's base systems. `MILEPOST_CACHE_DIR` moves it. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.MILEPOST_CACHE_DIR) return path.resolve(env.MILEPOST_CACHE_DIR);
  return path.join(env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'milepost');
}
