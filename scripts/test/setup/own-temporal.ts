import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import { freePort } from '../free-port';
import { startTemporal } from '../../services/temporal';
import { overrideProvided } from './override-provided';

/**
 * Runs before each test file: a Temporal server in memory, the same program and options as `npm start`. Not shared,
 * for workers of two files would take each other's tasks.
 */
const { binary, directory } = inject('temporalRun');
const name = randomBytes(4).toString('hex');
const temporal = await startTemporal({
  binary,
  port: await freePort(),
  uiPort: null,
  databaseFile: null,
  logFile: path.join(directory, `${name}.log`),
  pidFile: path.join(directory, `${name}.pid`),
});
afterAll(() => temporal.process.stop(), 30_000);
overrideProvided('temporalAddress', temporal.address);
