import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restoreInotify } from './host/inotify';
import { withLock } from './host/lock';
import { LabError } from './lab-error';
import { RUN_DIR } from './paths';

/** A lab that is up on this machine. */
export interface LiveLab {
  name: string;
  stateDir: string;
  /** "10.86.7" */
  prefix: string;
  /** The machine's boot it belongs to: an entry of an earlier boot says nothing. */
  bootId: string;
}

const DIR = join(RUN_DIR, 'labs');
const fileOf = (name: string) => join(DIR, `${name}.json`);
const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** One change of the machine's list of labs, and of who has which addresses, at a time. */
export const withMachineLock = <T>(work: () => Promise<T>) => withLock('/run/lock/milepost-lab.lock', work);

export function liveLabs(): LiveLab[] {
  if (!existsSync(DIR)) return [];
  const labs = readdirSync(DIR).map((file) => JSON.parse(readFileSync(join(DIR, file), 'utf8')) as LiveLab);
  return labs.filter((lab) => lab.bootId === bootId());
}

export const liveLab = (name: string) => liveLabs().find((lab) => lab.name === name);

/**
 * Enters a lab in the list; needs the machine lock.
 * @throws LabError when another lab of that name is up.
 */
export async function register(lab: Omit<LiveLab, 'bootId'>): Promise<void> {
  const other = liveLab(lab.name);
  if (other && other.stateDir !== lab.stateDir) {
    throw new LabError(`a lab named "${lab.name}" is up already, with its disks in ${other.stateDir}`);
  }
  await mkdir(DIR, { recursive: true });
  await writeFile(fileOf(lab.name), JSON.stringify({ ...lab, bootId: bootId() }));
}

/** Strikes a lab off the list; the last one gives the machine back what the labs had changed. Needs the machine lock. */
export async function unregister(name: string): Promise<void> {
  await rm(fileOf(name), { force: true });
  if (liveLabs().length > 0) return;
  await restoreInotify();
  await rm(RUN_DIR, { recursive: true, force: true });
}
