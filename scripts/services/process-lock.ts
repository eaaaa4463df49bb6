import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { identify, isAlive } from './process-identity';
import type { ProcessIdentity } from './process-identity';

export type LockOutcome = { taken: true; release: () => Promise<void> } | { taken: false; holder: number };

/**
 * Takes a lock that is a file naming its holder's process, so that a holder that was killed holds nothing. Never
 * waits: answers who has it.
 */
export async function takeProcessLock(file: string): Promise<LockOutcome> {
  const mine = await identify(process.pid);
  for (;;) {
    if (await createWhole(file, JSON.stringify(mine))) {
      return { taken: true, release: () => rm(file, { force: true }) };
    }
    const holder = await read(file);
    if (holder !== null && (await isAlive(holder))) return { taken: false, holder: holder.pid };
    await removeStale(file, holder);
  }
}

/** False where the file is there already; nobody ever reads half of it. */
async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.${++drafts}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

let drafts = 0;

/** Out of the way by a rename: of two that find the same stale lock, the slower may take away the new one, and puts it back. */
async function removeStale(file: string, stale: ProcessIdentity | null): Promise<void> {
  const aside = `${file}.${process.pid}.${++drafts}`;
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
