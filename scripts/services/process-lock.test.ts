import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from './process-identity';
import { takeProcessLock } from './process-lock';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-lock-'));
  file = path.join(directory, 'lock');
});
afterEach(() => rm(directory, { recursive: true }));

test('the second one learns who holds it; once released, it is free', async () => {
  const first = await takeProcessLock(file);
  expect(await takeProcessLock(file)).toEqual({ taken: false, holder: process.pid });
  if (first.taken) await first.release();
  expect(await takeProcessLock(file)).toMatchObject({ taken: true });
});

test('one of ten simultaneous processes gets the lock', async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => takeProcessLock(file)));
  expect(outcomes.filter(({ taken }) => taken)).toHaveLength(1);
});

test('a holder that was killed holds nothing', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  await writeFile(file, JSON.stringify(await identify(child.pid ?? 0)));
  expect(await takeProcessLock(file)).toEqual({ taken: false, holder: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await takeProcessLock(file)).toMatchObject({ taken: true });
});

test('another process that has the id by now holds nothing', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, born: 'at another time' }));
  expect(await takeProcessLock(file)).toMatchObject({ taken: true });
});

test('a lock that cannot be read holds nothing', async () => {
  await writeFile(file, 'half a sen');
  expect(await takeProcessLock(file)).toMatchObject({ taken: true });
});
