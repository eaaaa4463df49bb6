import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from '../services/process-identity';
import { lockDataDirectory } from './lock';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'milepost-lock-'));
  await mkdir(path.join(root, 'run'));
});
afterEach(() => rm(root, { recursive: true }));

test('the second is told who holds it; once let go, it is free', async () => {
  const unlock = await lockDataDirectory(root);
  await expect(lockDataDirectory(root)).rejects.toThrow(`(process ${process.pid}): stop that one`);
  await unlock();
  await (
    await lockDataDirectory(root)
  )();
});

test('of ten at once, one gets it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDirectory(root)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a holder that was killed holds nothing', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  await writeFile(path.join(root, 'run/start.lock'), JSON.stringify(await identify(child.pid ?? 0)));
  await expect(lockDataDirectory(root)).rejects.toThrow(`(process ${child.pid})`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (
    await lockDataDirectory(root)
  )();
});

test('another process that has the id by now holds nothing', async () => {
  const lock = path.join(root, 'run/start.lock');
  await writeFile(lock, JSON.stringify({ pid: process.pid, born: 'at another time' }));
  await (
    await lockDataDirectory(root)
  )();
});
