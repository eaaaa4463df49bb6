import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localShell } from './local-shell';
import type { LocalShellOptions, Shell } from './local-shell';

/**
 * A shell that finds these programs, by name, before those of this machine: bodies of shell scripts, which find `$HOME_OF_TEST`, the folder in
 * which they are made.
 */
export async function shellWith(
  folder: string,
  programs: Record<string, string>,
  options: LocalShellOptions = {},
): Promise<Shell> {
  const path = join(folder, 'bin');
  await mkdir(path, { recursive: true });
  await Promise.all(
    Object.entries(programs).map(([name, body]) =>
      writeFile(join(path, name), `#!/bin/sh\nHOME_OF_TEST='${folder}'\n${body}\n`, { mode: 0o755 }),
    ),
  );
  return localShell({ ...options, path });
}
