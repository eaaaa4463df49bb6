import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { howItEnded } from './how-it-ended';
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
  const { signal, onLine, logFile } = wanted;
  await appendFile(logFile, '', { mode: 0o600 });
  signal?.throwIfAborted();
  const log = { file: logFile, append: true };
  const output = onLine ? [eachLine(onLine), log] : log;
  const child = execa(wanted.command, wanted.args, {
    ...{ cwd: wanted.cwd ?? ROOT, env: wanted.env, detached: true, reject: false },
    ...{ stdin: 'ignore', stdout: output, stderr: output },
  });
  let ending = Promise.resolve();
  const end = () => {
    ending = endGroup(child.pid);
  };
  signal?.addEventListener('abort', end, { once: true });
  const result = await child;
  signal?.removeEventListener('abort', end);
  await ending;
  signal?.throwIfAborted();
  if (result.failed) {
    throw new Problem('command_failed', `${wanted.what} failed (${howItEnded(result)}): see ${logFile}.`);
  }
}

/** A transform that changes nothing. */
function eachLine(onLine: (line: string) => void) {
  return function* (line: unknown) {
    onLine(String(line));
    yield line;
  };
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
