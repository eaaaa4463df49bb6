import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openLab } from '@milepost/lab/lab';
import { labSupport } from '@milepost/lab/support';
import { temporalBinary } from '../services/temporal-binary';
import { installDebianPackages } from './debian-packages';

/** What a suite needs of the machine: null when it is there, else why it cannot run, in a sentence. */
export type Need = Promise<string | null>;

export interface Preparation {
  temporal: () => Need;
  lab: () => Need;
  browser: () => Need;
}

/** Where Debian puts its browser; Playwright's own is used where it is not. */
export const CHROMIUM = '/usr/bin/chromium';

/** Gets what is slow to get, once each and only when asked for; apt and debootstrap one after the other. */
export function preparation(tell: (line: string) => void): Preparation {
  const temporal = once(() => temporalBinary(eachNow(tell)));
  const browser = once(async () => {
    if (!existsSync(CHROMIUM)) await installDebianPackages(['chromium', 'openssh-client'], tell);
  });
  const lab = once(async () => {
    const support = await labSupport();
    if (!support.supported) throw new Error(support.reason);
    await warmLab(tell);
  });
  return { temporal, browser, lab };
}

/** A server booted once: the tools are installed and the base system is built, which takes minutes the first time. */
async function warmLab(tell: (line: string) => void): Promise<void> {
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'milepost-warm-lab-'));
  const lab = openLab({ name: `warm-${process.pid}`, stateDir, log: (line) => tell(`Lab: ${line}`) });
  try {
    await lab.up(1);
  } finally {
    await lab.down();
    await rm(stateDir, { recursive: true, force: true });
  }
}

function once(work: () => Promise<unknown>): () => Need {
  let need: Need | undefined;
  return () =>
    (need ??= work().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    ));
}

/** At most a line every 15 s. */
function eachNow(tell: (line: string) => void): (line: string) => void {
  let last = 0;
  return (line) => {
    if (Date.now() - last < 15_000) return;
    last = Date.now();
    tell(line);
  };
}
