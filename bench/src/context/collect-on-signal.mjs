/**
 * Loaded into a process of the product before its own code, so that a row may ask what it keeps: on SIGUSR2 it collects its
 * garbage, then leaves a file with its memory usage.
 */
import { renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const file = path.join(os.tmpdir(), `milepost-collected-${process.pid}`);

process.on('SIGUSR2', async () => {
  for (let round = 0; round < 3; round++) {
    collect();
    await sleep(50); // finalizers run between two collections
  }
  writeFileSync(`${file}.new`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.new`, file);
});
