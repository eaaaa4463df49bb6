import { readFile } from 'node:fs/promises';

/** Resident kilobytes of a process now. */
export async function residentKB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
}
