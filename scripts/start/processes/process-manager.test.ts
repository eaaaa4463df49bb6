import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProcess } from '../../services/background-process';
import { killOrphan } from '../../services/orphans';
import type { Problem } from '../../services/problem';
import { identify, isAlive } from '../../services/process-identity';
import { waitUntil } from '../../services/wait-until';
import { ProcessManager } from './process-manager';
import type { ManagedProcess } from './process-manager';

const SECOND = { timeoutMs: 20_000 };
let directory: string;
let stopping: AbortController;
let messages: string[];
let problems: Problem[];
let processManager: ProcessManager;

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-processes-'));
  stopping = new AbortController();
  messages = [];
  problems = [];
  processManager = new ProcessManager({
    stopping: stopping.signal,
    tell: (sentence) => messages.push(sentence),
    giveUp: (problem) => problems.push(problem),
  });
});
afterEach(async () => {
  await stop();
  await rm(directory, { recursive: true });
});

async function stop(hurry = new AbortController()): Promise<string[]> {
  const names: string[] = [];
  stopping.abort();
  await processManager.stop(hurry.signal, (name) => names.push(name));
  return names;
}

function managedProcess(name: string, script: string): ManagedProcess {
  const logFile = path.join(directory, `${name}.log`);
  const pidFile = path.join(directory, `${name}.pid`);
  return {
    name,
    logFile,
    start: () =>
      startProcess({
        command: 'sh',
        args: ['-c', script],
        env: { PATH: process.env.PATH },
        ...{ logFile, pidFile, stopSignal: 'SIGTERM', graceMs: 60_000 },
      }),
  };
}

const pidOf = async (name: string) =>
  (JSON.parse(await readFile(path.join(directory, `${name}.pid`), 'utf8')) as { pid: number }).pid;

test('a process that is killed is restarted with a message', async () => {
  await processManager.run(managedProcess('The worker', 'exec sleep 60'));
  const first = await pidOf('The worker');
  process.kill(first, 'SIGKILL');
  await waitUntil(() => Promise.resolve(messages.includes('The worker runs again.')), SECOND);
  expect(messages[0]).toMatch(
    /^The worker ended unexpectedly \(signal SIGKILL\): starting it again in 0.5 s; see /,
  );
  expect(await pidOf('The worker')).not.toBe(first);
  await stop();
  expect(existsSync(path.join(directory, 'The worker.pid'))).toBe(false);
});

test('a process that always ends stops Milepost with one sentence', { timeout: 30_000 }, async () => {
  await processManager.run(managedProcess('The worker', 'exit 3'));
  await waitUntil(() => Promise.resolve(problems.length > 0), SECOND);
  expect(problems[0]?.message).toMatch(
    /^The worker ended 5 times in a row \(exit code 3\), so Milepost stops: see .*The worker.log.$/,
  );
});

test('what was started last ends first', async () => {
  await processManager.run(managedProcess('one', 'exec sleep 60'));
  processManager.atEnd({ name: 'two', stop: () => Promise.resolve() });
  await processManager.run(managedProcess('three', 'exec sleep 60'));
  expect(await stop()).toEqual(['three', 'two', 'one']);
});

test('nothing of its process group is left, and hurry ends the grace', async () => {
  const hurry = new AbortController();
  await processManager.run(
    managedProcess(
      'deaf',
      'trap "" TERM; sleep 60 & echo $! > child; wait'.replace('child', `${directory}/child`),
    ),
  );
  await waitUntil(() => Promise.resolve(existsSync(path.join(directory, 'child'))), SECOND);
  const child = await identify(Number(await readFile(path.join(directory, 'child'), 'utf8')));
  hurry.abort();
  await stop(hurry);
  if (child === null) throw new Error('the child had ended before');
  await waitUntil(async () => !(await isAlive(child)), SECOND);
});

test('an orphan of a killed start is ended, and nothing else', async () => {
  const options = { stopSignal: 'SIGTERM', graceMs: 5000 } as const;
  const orphan = await managedProcess('left', 'exec sleep 60').start(stopping.signal);
  expect(await killOrphan(path.join(directory, 'left.pid'), options)).toBe(true);
  expect(await isAlive(orphan.identity)).toBe(false);
  expect(await killOrphan(path.join(directory, 'left.pid'), options)).toBe(false);
});
