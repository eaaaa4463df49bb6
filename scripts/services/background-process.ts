import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { howItEnded } from './how-it-ended';
import { identify, isAlive } from './process-identity';
import type { ProcessIdentity } from './process-identity';

export interface BackgroundCommand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Another user to run as; only root can. */
  user?: { uid: number; gid: number };
  /** Standard output and error are appended here, so the process outlives us without a broken pipe. */
  logFile: string;
  /** Who runs, for the next start to find: see orphans.ts. */
  pidFile: string;
  /** Asks politely; after `graceMs` its whole process group is killed. */
  stopSignal: NodeJS.Signals;
  graceMs: number;
}

export interface BackgroundProcess {
  identity: ProcessIdentity;
  /** Never rejects: how it ended, in words ("exit code 1", "signal SIGKILL"). */
  ended: Promise<string>;
  /** Returns once it is gone. May be called twice. `hurry` ends the grace at once. */
  stop(hurry?: AbortSignal): Promise<void>;
}

/**
 * Starts a process in a session of its own: the terminal's Ctrl-C does not reach it, we decide the order.
 * Rejects with the system's error when it cannot be spawned.
 */
export async function startProcess(what: BackgroundCommand): Promise<BackgroundProcess> {
  const log = createWriteStream(what.logFile, { flags: 'a', mode: 0o600 });
  await once(log, 'open');
  const child = execa(what.command, what.args, {
    ...{ cwd: what.cwd, env: what.env, extendEnv: false, ...what.user },
    ...{ detached: true, stdin: 'ignore', stdout: log, stderr: log, reject: false },
  });
  log.close();
  const { pid } = child;
  if (pid === undefined) throw (await child).cause;
  const ended = child.then(howItEnded);
  const identity = (await identify(pid)) ?? { pid, born: 'gone' };
  await writeFile(what.pidFile, JSON.stringify(identity), { mode: 0o600 });

  const stop = async (hurry?: AbortSignal) => {
    await endProcess(identity, { ...what, hurry });
    await ended;
    await rm(what.pidFile, { force: true });
  };
  let stopping: Promise<void> | undefined;
  return { identity, ended, stop: (hurry) => (stopping ??= stop(hurry)) };
}

/** Ends a process that leads a group, and all of its group; returns once the leader is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  how: { stopSignal: NodeJS.Signals; graceMs: number; hurry?: AbortSignal },
): Promise<void> {
  if (await isAlive(identity)) {
    send(identity.pid, how.stopSignal);
    const deadline = Date.now() + how.graceMs;
    while (Date.now() < deadline && !how.hurry?.aborted && (await isAlive(identity))) await sleep(25);
  }
  // Also when the leader went by itself: what it left in its group goes with it.
  send(-identity.pid, 'SIGKILL');
  while (await isAlive(identity)) await sleep(25);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
