import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../services/problem';
import { identify, isAlive } from '../services/process-identity';
import type { ProcessIdentity } from '../services/process-identity';

/**
 * One Milepost a data directory. The lock names its holder's process, so that it needs no cleaning up after a
 * `kill -9`. Answers how to let go of it.
 */
export async function lockDataDirectory(root: string): Promise<() => Promise<void>> {
  const file = path.join(root, 'run', 'start.lock');
  const mine = await identify(process.pid);
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await createWhole(file, JSON.stringify(mine));
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = await read(file);
    if (holder !== null && (await isAlive(holder))) throw taken(root, holder);
    await removeStale(file, holder);
  }
  throw new Problem(
    'data_dir_locked',
    `Another "npm start" is taking the data directory ${root}: try again.`,
  );
}

/** Fails with EEXIST where the file is there; nobody ever reads half of it. */
async function createWhole(file: string, content: string): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

function taken(root: string, holder: ProcessIdentity): Problem {
  return new Problem(
    'data_dir_locked',
    `Milepost runs with the data directory ${root} already (process ${holder.pid}): stop that one, ` +
      'or give this one a folder and ports of its own (npm start -- --help).',
  );
}

/** Out of the way by a rename: of two that find the same stale lock, the slower may take away the new one, and puts it back. */
async function removeStale(file: string, stale: ProcessIdentity | null): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await read(aside);
  if (moved !== null && moved.born !== stale?.born) await rename(aside, file);
  else await rm(aside, { force: true });
}

async function read(file: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
