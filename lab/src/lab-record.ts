import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Suite } from './suite';

/** What a lab keeps in its state directory beside key and disks. */
export interface LabRecord {
  name: string;
  /** "10.86.7" */
  prefix: string;
}

/** What a server keeps beside its disk; it is written when the disk is complete. */
export interface ServerRecord {
  suite: Suite;
  /** The lower layer the disk was begun on: another one beneath it would be undefined. */
  base: string;
  /** "1G"; null for no limit. */
  memory: string | null;
}

const labFile = (stateDir: string) => join(stateDir, 'lab.json');
const serverFile = (stateDir: string, index: number) => join(serverDir(stateDir, index), 'server.json');

export const serverDir = (stateDir: string, index: number) => join(stateDir, 'servers', String(index));
export const keyFile = (stateDir: string) => join(stateDir, 'id_lab');

export const readLab = (stateDir: string) => read<LabRecord>(labFile(stateDir));
export const writeLab = (stateDir: string, record: LabRecord) => write(labFile(stateDir), record);

export const readServer = (stateDir: string, index: number) =>
  read<ServerRecord>(serverFile(stateDir, index));
export const writeServer = (stateDir: string, index: number, record: ServerRecord) =>
  write(serverFile(stateDir, index), record);

/** The numbers of the servers that have a directory, complete or not, in order. */
export function serverNumbers(stateDir: string): number[] {
  const dir = join(stateDir, 'servers');
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

async function write(file: string, record: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
