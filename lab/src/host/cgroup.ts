import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../lab-error';

/**
 * The control-group trees a guest must be in: the first is cgroup2, which tracks, freezes and kills; on a host that
 * still mounts version 1 also its memory tree (the limit) and its systemd tree (where nspawn takes its own name from).
 */
export function cgroupRoots(mounts = readFileSync('/proc/mounts', 'utf8')): string[] {
  const rows = mounts.split('\n').map((line) => line.split(' '));
  const v2 = rows.find(([, , type]) => type === 'cgroup2')?.[1];
  if (!v2) return [];
  const v1 = rows.filter(
    ([, , type, options = '']) => type === 'cgroup' && /(^|,)(memory|name=systemd)(,|$)/.test(options),
  );
  return [v2, ...v1.map((row) => row[1] ?? '')];
}

/** The same group in each tree; `path` is relative: "ml0a5607/1". */
export function groupDirs(path: string): string[] {
  const roots = cgroupRoots();
  if (roots.length === 0) throw new LabError('no cgroup2 is mounted on this machine');
  return roots.map((root) => join(root, path));
}

function primary(path: string): string {
  return groupDirs(path)[0] ?? '';
}

export async function createGroup(path: string): Promise<void> {
  for (const dir of groupDirs(path)) await mkdir(dir, { recursive: true });
}

function event(path: string, name: string): boolean {
  const file = join(primary(path), 'cgroup.events');
  return existsSync(file) && readFileSync(file, 'utf8').includes(`${name} 1`);
}

/** Does anything live in the group or below it? */
export const isPopulated = (path: string) => event(path, 'populated');

export const isFrozen = (path: string) => event(path, 'frozen');

/** Stops (or lets go on) every process of the group; answers when the kernel says that it is so. */
export async function setFrozen(path: string, frozen: boolean): Promise<void> {
  if (!existsSync(primary(path))) return;
  await writeFile(join(primary(path), 'cgroup.freeze'), frozen ? '1' : '0');
  await until(() => isFrozen(path) === frozen, `the processes of ${path} cannot be frozen`);
}

/** SIGKILL to every process of the group, even a frozen one; answers when nobody is left. */
export async function killGroup(path: string): Promise<void> {
  if (!existsSync(primary(path))) return;
  await writeFile(join(primary(path), 'cgroup.kill'), '1');
  await until(() => !isPopulated(path), `the processes of ${path} will not die`);
}

/** Removes an empty group with all groups below it, in every tree. */
export async function removeGroup(path: string): Promise<void> {
  for (const dir of groupDirs(path)) await removeTree(dir);
}

async function removeTree(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeTree(join(dir, entry.name));
  }
  // Version 1 may count a dead process for a moment longer.
  for (let tries = 0; tries < 50 && !(await rmdir(dir).then(() => true, busy)); tries++) await sleep(20);
}

function busy(error: NodeJS.ErrnoException): boolean {
  if (error.code === 'EBUSY') return false;
  throw error;
}

/** Limits the group's memory, in bytes with the suffixes K, M, G; a host without that controller sets no limit. */
export async function limitMemory(path: string, limit: string): Promise<void> {
  await createGroup(path);
  const [v2 = '', ...v1] = groupDirs(path);
  const old = v1.map((dir) => join(dir, 'memory.limit_in_bytes')).find(existsSync);
  if (old) return writeFile(old, limit);
  const parent = join(v2, '..');
  for (const dir of [join(parent, '..'), parent]) {
    await writeFile(join(dir, 'cgroup.subtree_control'), '+memory').catch(() => undefined);
  }
  if (existsSync(join(v2, 'memory.max'))) await writeFile(join(v2, 'memory.max'), limit);
}

/** Waits for `done` up to 10 s. @throws LabError with the complaint. */
export async function until(done: () => boolean, complaint: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (done()) return;
    await sleep(20);
  }
  throw new LabError(complaint);
}
