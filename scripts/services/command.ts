import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths';
import { Problem } from './problem';

export interface Command {
  /** For people: "The build". */
  what: string;
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  logFile: string;
  /** Ends it with all that it started. */
  signal?: AbortSignal;
  /** Hears each line that it prints. */
  onLine?: (line: string) => void;
}

/** Runs a command to its end, its output into the log file; a Problem when it fails. */
export async function runLogged(wanted: Command): Promise<void> {
  wanted.signal?.throwIfAborted();
  const child = spawn(wanted.command, wanted.args, {
    cwd: wanted.cwd ?? ROOT,
    env: { ...process.env, ...wanted.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(wanted.logFile, { flags: 'a', mode: 0o600 });
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false });
    if (wanted.onLine) createInterface({ input: stream }).on('line', wanted.onLine);
  }
  let ending = Promise.resolve();
  const end = () => {
    ending = endGroup(child.pid);
  };
  wanted.signal?.addEventListener('abort', end, { once: true });
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? `signal ${signal}`));
  });
  wanted.signal?.removeEventListener('abort', end);
  log.end();
  await ending;
  wanted.signal?.throwIfAborted();
  if (code !== 0) {
    throw new Problem('command_failed', `${wanted.what} failed (${code}): see ${wanted.logFile}.`);
  }
}

/** TERM, and after 5 s KILL, to all of its process group; returns when none of it is left. */
async function endGroup(leader: number | undefined): Promise<void> {
  if (leader === undefined) return;
  const killAt = Date.now() + 5000;
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM'; ; signal = Date.now() < killAt ? 0 : 'SIGKILL') {
    try {
      process.kill(-leader, signal);
    } catch {
      return;
    }
    await sleep(50);
  }
}
