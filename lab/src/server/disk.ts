import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run, succeeds } from '../host/run';
import { LabError } from '../lab-error';

/** The directory a server's root file system is mounted on. */
export const rootOf = (dir: string) => join(dir, 'root');

/** Mounts the server's disk, a writable layer in `dir` over the base; does nothing when it is mounted. */
export async function mountDisk(dir: string, base: string, label: string): Promise<string> {
  const root = rootOf(dir);
  if (isMounted(root)) return root;
  const clash = [dir, base].find((path) => /[:,\\"]/.test(path));
  if (clash) throw new LabError(`overlayfs cannot take this path: ${clash}`);
  for (const name of ['upper', 'work', 'root']) await mkdir(join(dir, name), { recursive: true });
  const layers = `lowerdir=${base},upperdir=${join(dir, 'upper')},workdir=${join(dir, 'work')}`;
  await run('mount', ['-t', 'overlay', label, '-o', layers, root]);
  return root;
}

/** Takes the mount away; the disk's content stays. */
export async function unmountDisk(dir: string): Promise<void> {
  const root = rootOf(dir);
  if (!isMounted(root)) return;
  if (!(await succeeds('umount', [root]))) await run('umount', ['-l', root]);
}

/** Unmounts the disk and destroys what is on it; does nothing when there is none. */
export async function eraseDisk(dir: string): Promise<void> {
  await unmountDisk(dir);
  await run('rm', ['-rf', '--one-file-system', join(dir, 'upper'), join(dir, 'work')]);
}

function isMounted(path: string): boolean {
  if (!existsSync(path)) return false;
  const points = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const wanted = realpathSync(path).replaceAll(' ', '\\040');
  return points.some((line) => line.split(' ')[4] === wanted);
}
