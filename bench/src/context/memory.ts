import { access, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { waitUntil } from '../../../scripts/services/wait-until';

const COLLECTION_MS = 30_000;

/** Resident kilobytes of a process now. */
export const residentKB = (pid: number): Promise<number> => readStatus(pid, 'VmRSS');

/** What makes `collectGarbage` work, for the environment of a process. */
export const COLLECTS_ON_SIGNAL = `--import=${new URL('collect-on-signal.mjs', import.meta.url).href}`;

/**
 * Has a process collect its garbage: one that was started with COLLECTS_ON_SIGNAL among its NODE_OPTIONS. Answers with what it uses then,
 * in bytes.
 */
export async function collectGarbage(pid: number): Promise<NodeJS.MemoryUsage> {
  const collected = path.join(os.tmpdir(), `milepost-collected-${pid}`);
  await rm(collected, { force: true });
  process.kill(pid, 'SIGUSR2');
  await waitUntil(() => access(collected).then(() => true), { timeoutMs: COLLECTION_MS });
  const usage = JSON.parse(await readFile(collected, 'utf8')) as NodeJS.MemoryUsage;
  await rm(collected);
  return usage;
}

/** The most resident kilobytes since `forgetPeak`, or since its start. */
export const peakKB = (pid: number): Promise<number> => readStatus(pid, 'VmHWM');

export const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');

/** Kilobytes of a process and all its children, what they share counted once. */
export async function treeKB(pid: number): Promise<number> {
  const own = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const theirs = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => treeKB(Number(child))),
  );
  return [Number(/^Pss:\s+(\d+)/m.exec(own)?.[1] ?? 0), ...theirs].reduce((sum, kb) => sum + kb, 0);
}

async function readStatus(pid: number, name: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
}
