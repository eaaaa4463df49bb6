import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openLab } from '@milepost/lab/lab';
import { liveLabs } from '@milepost/lab/registry';
import type { TestProject } from 'vitest/node';
import './provided';

/** Chooses this run's name and folder; each test file raises servers of its own there (own-servers.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = `t${randomBytes(3).toString('hex')}`;
  const home = await mkdtemp(path.join(os.tmpdir(), 'milepost-test-lab-'));
  project.provide('lab', { name: run, stateDir: home });
  return async () => {
    // A file that crashed left its lab behind.
    for (const lab of liveLabs().filter(({ name }) => name.startsWith(`${run}-`))) await openLab(lab).down();
    await rm(home, { recursive: true, force: true });
  };
}
