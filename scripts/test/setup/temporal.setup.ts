import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import './provided';
import { killOrphan } from '../../services/orphans';
import { temporalBinary } from '../../services/temporal-binary';

/** Finds Temporal's server once; each test file starts one of its own (own-temporal.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-test-temporal-'));
  project.provide('temporalRun', { binary: await temporalBinary((words) => console.log(words)), directory });
  return async () => {
    // A file that crashed left its server behind.
    for (const name of await readdir(directory)) {
      if (!name.endsWith('.pid')) continue;
      await killOrphan(path.join(directory, name), { stopSignal: 'SIGTERM', graceMs: 5000 });
    }
    await rm(directory, { recursive: true, force: true });
  };
}
