import { accessSync, constants, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
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

/** Lies in every data directory, so that no other folder is ever taken for one. */
const MARK = 'README.txt';
const MARK_TEXT = 'Milepost keeps everything it stores in this folder: see docs/configuration.md.\n';

/** Root's lies under /var/lib, since PostgreSQL runs as another user, who cannot reach /root. */
export function defaultDataDirectory(): string {
  if (process.getuid?.() === 0) return '/var/lib/milepost-console';
  return envPaths('milepost', { suffix: '' }).data;
}

/** Makes the folders; a Problem when they cannot be made or written, or when the folder is somebody else's. */
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
    await assertOurs(root);
    accessSync(root, constants.W_OK | constants.X_OK);
    await writeFile(folder(MARK), MARK_TEXT);
    for (const name of [data.temporal, data.practice, data.keys, data.logs, data.run]) {
      await mkdir(name, { recursive: true, mode: 0o700 });
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Problem(
      'data_dir_unwritable',
      `The data directory ${root} cannot be written (${code}): choose another with --data-dir.`,
      { cause: error },
    );
  }
  return data;
}

/** An empty folder, or one that has been a data directory before. */
async function assertOurs(root: string): Promise<void> {
  const complaint = !(await stat(root)).isDirectory()
    ? 'is not a folder'
    : !existsSync(path.join(root, MARK)) && (await readdir(root)).length > 0
      ? 'holds other things'
      : null;
  if (complaint === null) return;
  throw new Problem(
    'data_dir_foreign',
    `${root} ${complaint}: choose a new or an empty folder for Milepost's data with --data-dir.`,
  );
}

/**
 * With its parents. Not by mkdir's `recursive`, which never ends where the kernel refuses with ENOENT, as under /proc.
 * As root it is passable, for PostgreSQL's user; what lies in it is closed each on its own.
 */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  for (const each of missing) {
    await mkdir(each);
    await chmod(each, mode);
  }
}
