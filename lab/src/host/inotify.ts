import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_DIR } from '../paths';

const LIMIT = '/proc/sys/fs/inotify/max_user_instances';
const BEFORE = join(RUN_DIR, 'inotify-before');
const ENOUGH = 4096;

/** Each guest takes some 6 inotify instances; the usual 128 stop the 20th ("Too many open files"). */
export async function raiseInotify(): Promise<void> {
  const now = (await readFile(LIMIT, 'utf8')).trim();
  if (Number(now) >= ENOUGH) return;
  await mkdir(RUN_DIR, { recursive: true });
  await writeFile(BEFORE, now);
  await writeFile(LIMIT, String(ENOUGH));
}

/** Puts the limit back; for the last lab that goes down. */
export async function restoreInotify(): Promise<void> {
  if (!existsSync(BEFORE)) return;
  await writeFile(LIMIT, await readFile(BEFORE, 'utf8'));
  await rm(BEFORE);
}
