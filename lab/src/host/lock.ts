import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { LabError } from '../lab-error';

// A child holds the lock until our end of its stdin closes, so the kernel lets go when we die, however we die.
const HOLD = `exec 9>>"$1" || exit 1
flock $2 9 || { echo busy; exit; }
if [ "$1" -ef /proc/self/fd/9 ]; then echo held; exec cat >/dev/null; else echo gone; fi`;

export interface Lock {
  /** With `remove`, the lock's file goes too; whoever waits on it notices and locks the new one. */
  release(options?: { remove?: boolean }): Promise<void>;
}

/** Takes the machine-wide lock at `path` (a file, made as needed). With `wait: false`: undefined if another has it. */
export async function takeLock(path: string, options: { wait?: boolean } = {}): Promise<Lock | undefined> {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    const holder = spawn('sh', ['-c', HOLD, 'sh', path, options.wait === false ? '-n' : '-x'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true, // a Ctrl-C meant for us must not drop the lock first
    });
    const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()));
    const answer = await new Promise<string>((resolve, reject) => {
      holder.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
      holder.once('error', reject);
      holder.once('close', () => resolve('failed'));
    });
    if (answer === 'busy') return undefined;
    if (answer === 'failed') throw new LabError(`cannot lock ${path}`);
    if (answer === 'gone') continue;
    holder.unref();
    (holder.stdin as Socket).unref();
    (holder.stdout as Socket).destroy();
    return {
      release: async ({ remove = false } = {}) => {
        if (remove) await rm(path, { force: true });
        holder.ref();
        holder.stdin.end();
        await ended;
      },
    };
  }
}

/** Runs `work` while holding the lock at `path`. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(path);
  try {
    return await work();
  } finally {
    await lock?.release();
  }
}
