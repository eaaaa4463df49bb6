import path from 'node:path';
import { Problem } from '../services/problem';
import { takeProcessLock } from '../services/process-lock';

/** One Milepost a data directory: a Problem where another runs with it. Answers how to let go of it. */
export async function lockDataDirectory(root: string): Promise<() => Promise<void>> {
  const lock = await takeProcessLock(path.join(root, 'run', 'start.lock'));
  if (lock.taken) return lock.release;
  throw new Problem(
    'data_dir_locked',
    `Milepost runs with the data directory ${root} already (process ${lock.holder}): stop that one, ` +
      'or give this one a folder and ports of its own (npm start -- --help).',
  );
}
