import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../host/lock';
import type { Mirror } from '../host/mirror';
import { run, succeeds } from '../host/run';
import { LabError } from '../lab-error';
import { cacheDir } from '../paths';
import type { Suite } from '../suite';

// Raise it when build-base.sh changes: a running server's lower layer must never change beneath it.
const RECIPE = 1;

const BUILD = fileURLToPath(new URL('./build-base.sh', import.meta.url));

/** Where the suite's base lies; it is there only when it is whole. */
export const basePath = (suite: Suite) => join(cacheDir(), `base-${suite}-v${RECIPE}`);

/**
 * The root file system that every server of this suite starts from, built on first use (1 to 2 minutes) and shared.
 * @throws LabError with the log's place when debootstrap fails.
 */
export async function ensureBase(suite: Suite, mirror: Mirror, log: (line: string) => void): Promise<string> {
  const base = basePath(suite);
  if (existsSync(base)) return base;
  await mkdir(cacheDir(), { recursive: true });
  await withLock(`${base}.lock`, async () => {
    if (existsSync(base)) return;
    await removeHalves(base);
    log(`building the ${suite} base in ${base} (1 to 2 minutes, once)`);
    await build(suite, mirror, base);
  });
  return base;
}

async function build(suite: Suite, mirror: Mirror, base: string): Promise<void> {
  // A name of its own: what a killed builder started may still be writing to another.
  const half = `${base}.half-${process.pid}`;
  const logFile = join(cacheDir(), `${suite}.log`);
  // In a mount namespace of its own, debootstrap's /proc and /sys vanish with it.
  const build = ['-m', '--propagation', 'private', 'sh', BUILD, suite, half, mirror.archive];
  try {
    await run('unshare', build, { logFile, env: { LANG: 'C' } });
  } catch {
    throw new LabError(`the ${suite} base could not be built: see ${logFile}`);
  }
  await rename(half, base);
}

/** Removes what killed builders have left, as far as nobody writes there any more. */
async function removeHalves(base: string): Promise<void> {
  const halves = (await readdir(dirname(base))).filter((name) => name.startsWith(`${basename(base)}.half-`));
  for (const half of halves) await succeeds('rm', ['-rf', '--one-file-system', join(dirname(base), half)]);
}
