import { accessSync, constants, existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';
import { Problem } from '../services/problem';

/** Where everything is kept. One folder: copy it, and you have copied Milepost. */
export interface DataDirectory {
  root: string;
  postgres: string;
  temporal: string;
  practice: string;
  /** Private keys; for nobody but who runs Milepost. */
  keys: string;
  logs: string;
  /** Who runs now: pid files. */
  run: string;
}

/** Root's lies under /var/lib, since PostgreSQL runs as another user, who cannot reach /root. */
export function defaultDataDirectory(): string {
  if (process.getuid?.() === 0) return '/var/lib/milepost-console';
  return envPaths('milepost', { suffix: '' }).data;
}

/** Makes the folders; a Problem when they cannot be made or written. */
export async function openDataDirectory(root: string): Promise<DataDirectory> {
  const folder = (name: string) => path.join(root, name);
  const data: DataDirectory = {
    root,
    postgres: folder('postgres'),
    temporal: folder('temporal'),
    practice: folder('practice'),
    keys: folder('keys'),
    logs: folder('logs'),
    run: folder('run'),
  };
  try {
    await makeFolder(root);
    // As root, PostgreSQL's user passes through to its own folder, and sees nothing on its way.
    await chmod(root, process.getuid?.() === 0 ? 0o711 : 0o700);
    accessSync(root, constants.W_OK | constants.X_OK);
    for (const name of [data.temporal, data.practice, data.keys, data.logs, data.run]) {
      await mkdir(name, { recursive: true, mode: 0o700 });
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Problem(
      'data_dir_unwritable',
      `The data directory ${root} cannot be written (${code}): choose another with --data-dir.`,
      { cause: error },
    );
  }
  return data;
}

/** With its parents. Not by mkdir's `recursive`, which never ends where the kernel refuses with ENOENT, as under /proc. */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  for (const each of missing) await mkdir(each);
}
