import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import './provided';
import { freePort } from '../services/ports';
import { startTemporal } from '../services/temporal';
import { temporalBinary } from '../services/temporal-binary';

/** Temporal's development server for this run, in memory: the same program and options as `npm start`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-test-temporal-'));
  const temporal = await startTemporal({
    binary: await temporalBinary((words) => console.log(words)),
    port: await freePort(),
    uiPort: null,
    databaseFile: null,
    logFile: path.join(directory, 'temporal.log'),
    pidFile: path.join(directory, 'temporal.pid'),
  });
  project.provide('temporalAddress', temporal.address);
  return async () => {
    await temporal.process.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
