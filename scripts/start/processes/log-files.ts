import { readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 10 * 1024 * 1024;

/** Before anything is started: a log above 10 MiB is put aside as `<name>.1`, in place of the one before. */
export async function rotateLogs(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (name.endsWith('.log') && (await stat(file)).size > MAX_BYTES) await rename(file, `${file}.1`);
  }
}
