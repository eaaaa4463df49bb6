import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { localShell } from './local-shell';

/** An empty folder for each test of the file that calls this. */
export function testFolder() {
  const folder = {
    home: '',
    /** Whoever runs the tests, as user:group. */
    owner: '',
    read: (name: string) => readFile(join(folder.home, name), 'utf8'),
  };
  beforeEach(async () => {
    folder.home = await mkdtemp(join(tmpdir(), 'milepost-file-'));
    folder.owner = (await localShell()(`stat -c %U:%G ${folder.home}`, {})).output.trim();
  });
  afterEach(() => rm(folder.home, { recursive: true }));
  return folder;
}

export const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);
