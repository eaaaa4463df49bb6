import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupDirs, isPopulated } from '../host/cgroup';
import { LabError } from '../lab-error';

const ENV = [
  'HOME=/root',
  'TERM=xterm',
  'LANG=C.UTF-8',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
];

/**
 * The host command that runs `command` as root inside the server whose control group this is, past network and sshd:
 * a server that is cut off, or frozen, still answers.
 * @throws LabError when the server is off.
 */
export async function consoleCommand(group: string, command: string[]): Promise<string[]> {
  const pid = await initPid(group);
  return ['nsenter', '--target', pid, '--all', 'env', '-i', ...ENV, ...command];
}

/** The guest's process 1 as the host numbers it; waits up to 5 s for one that is booting. */
async function initPid(group: string): Promise<string> {
  const file = join(groupDirs(group)[0] ?? '', 'main/payload/init.scope/cgroup.procs');
  for (let tries = 0; tries < 100 && isPopulated(group); tries++) {
    const pid = existsSync(file) && readFileSync(file, 'utf8').split('\n')[0];
    if (pid) return pid;
    await sleep(50);
  }
  throw new LabError('the server is off: heal boots it');
}
