import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What other commands need to know of the Milepost that runs with a data directory. */
export interface Running {
  consoleUrl: string;
  /** Null when DATABASE_URL names the database. */
  postgresPort: number | null;
}

const fileIn = (runFolder: string): string => path.join(runFolder, 'milepost.json');

export async function writeRunning(runFolder: string, running: Running): Promise<void> {
  await writeFile(fileIn(runFolder), `${JSON.stringify(running)}\n`, { mode: 0o600 });
}

/** Of the last start with this data directory, which may have ended; null where there was none. */
export async function readRunning(runFolder: string): Promise<Running | null> {
  try {
    return JSON.parse(await readFile(fileIn(runFolder), 'utf8')) as Running;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
