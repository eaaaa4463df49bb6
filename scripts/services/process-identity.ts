import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** A process. The moment of its start distinguishes it from a later one with the same id. */
export interface ProcessIdentity {
  pid: number;
  born: string;
}

/** Who runs under this id now; null when nobody does (a zombie is nobody). */
export async function identify(pid: number): Promise<ProcessIdentity | null> {
  const born = process.platform === 'linux' ? await bornOnLinux(pid) : await bornByPs(pid);
  return born === null ? null : { pid, born };
}

/** Whether exactly this process, not another with its id, is still there. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.born === identity.born;
}

async function bornOnLinux(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name is in parentheses and may hold anything; what follows is space separated, from field 3 on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return `${bootId}/${fields[19]}`;
  } catch {
    return null;
  }
}

async function bornByPs(pid: number): Promise<string | null> {
  const { stdout = '' } = await execa('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { reject: false });
  const [state = '', ...lstart] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? null : lstart.join(' ');
}
