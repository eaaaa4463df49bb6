import { existsSync, readdirSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { takeLock } from './host/lock';
import { Lab } from './lab';
import type { LabOptions } from './lab';
import { LabError } from './lab-error';
import { defaultStateDir } from './paths';

const OWNER = 'owner';

/** A lab that belongs to this process: see openTestLab. */
export class TestLab extends Lab {
  #release: (() => Promise<void>) | undefined;

  /** Marks the lab as ours until `down`, or until this process is gone. */
  async own(): Promise<void> {
    const lock = await takeLock(join(this.stateDir, OWNER), { wait: false });
    if (!lock) throw new LabError(`lab "${this.name}" belongs to another process`);
    this.#release = () => lock.release({ remove: true });
  }

  override async down(index?: number): Promise<void> {
    await super.down(index);
    if (index !== undefined) return;
    await this.#release?.();
    await rmdir(this.stateDir).catch(() => undefined);
  }
}

/**
 * A lab of this process alone, for a test file or a benchmark: two runs never meet, and what a killed run has left is
 * taken down here. `tag` tells the labs of one process apart: 12 small letters and digits at most.
 */
export async function openTestLab(
  tag: string,
  options: Omit<LabOptions, 'name' | 'stateDir'> = {},
): Promise<TestLab> {
  await sweep();
  const name = `${tag}-${process.pid.toString(36)}`;
  const lab = new TestLab({ ...options, name, stateDir: defaultStateDir(name) });
  await lab.own();
  return lab;
}

/** Takes down every test lab whose process is gone. */
async function sweep(): Promise<void> {
  const dir = dirname(defaultStateDir('any'));
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir)) {
    if (!existsSync(join(dir, name, OWNER))) continue;
    const stale = new TestLab({ name, stateDir: join(dir, name) });
    const ours = await stale.own().then(
      () => true,
      () => false,
    );
    if (ours) await stale.down();
  }
}
