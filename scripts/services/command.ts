import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
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
  signal?: AbortSignal;
}

/** Runs a command to its end, its output into the log file; a Problem when it fails. */
export async function runLogged(wanted: Command): Promise<void> {
  const log = openSync(wanted.logFile, 'a', 0o600);
  const child = spawn(wanted.command, wanted.args, {
    cwd: wanted.cwd ?? ROOT,
    env: { ...process.env, ...wanted.env },
    stdio: ['ignore', log, log],
    signal: wanted.signal,
  });
  closeSync(log);
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? `signal ${signal}`));
  });
  if (code !== 0) {
    throw new Problem('command_failed', `${wanted.what} failed (${code}): see ${wanted.logFile}.`);
  }
}
