import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

export interface SshTarget {
  host: string;
  port: number;
  keyPath: string;
}

/** The ssh command line for root on a server; host keys are not remembered, for a lab's servers come and go. */
export function sshCommand({ host, port, keyPath }: SshTarget, command: string[]): string[] {
  const options = {
    IdentitiesOnly: 'yes',
    StrictHostKeyChecking: 'no',
    UserKnownHostsFile: '/dev/null',
    LogLevel: 'ERROR',
    ConnectTimeout: '5',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return ['ssh', '-i', keyPath, '-p', String(port), ...flags, `root@${host}`, ...command];
}

export interface Patience {
  /** ms */
  patience: number;
  /** Verify it by a login (default), or be content with sshd's greeting, which costs a hundredth. */
  login?: boolean;
}

/** Answers true as soon as root can log in, false when that took longer than `patience`. */
export async function waitForSsh({
  patience,
  login = true,
  ...target
}: SshTarget & Patience): Promise<boolean> {
  const deadline = Date.now() + patience;
  do {
    if ((await greets(target)) && (!login || (await logsIn(target)))) return true;
    await sleep(100);
  } while (Date.now() < deadline);
  return false;
}

/** Does sshd say its name within a second? Much cheaper than a login. */
function greets({ host, port }: SshTarget): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('data', (data) => answer(data.toString().startsWith('SSH-')));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
}

async function logsIn(target: SshTarget): Promise<boolean> {
  const [ssh = '', ...args] = sshCommand(target, ['true']);
  const done = await execa(ssh, args, { reject: false, stdin: 'ignore', timeout: 10_000 });
  return done.exitCode === 0;
}
