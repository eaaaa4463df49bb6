import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import './provided';
import { migrate } from '../../services/migrations';
import { freePort } from '../free-port';
import { prepareDatabase } from '../../services/database-roles';
import { preparePostgres, startPostgres } from '../../services/postgres';
import { roleUrl } from '@milepost/db/testing/role-url';
import { TEST_PASSWORDS } from './test-passwords';

/** A PostgreSQL of this run alone; each test file gets a copy of its migrated database (own-database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-test-postgres-'));
  await chmod(directory, 0o755);
  const prepared = await preparePostgres({
    directory,
    port: await freePort(),
    logFile: path.join(directory, 'postgres.log'),
    pidFile: path.join(directory, 'postgres.pid'),
    durable: false,
  });
  const postgres = await startPostgres(prepared);
  await prepareDatabase(postgres.url('postgres'), 'milepost', TEST_PASSWORDS);
  await migrate(roleUrl(postgres.url('milepost'), 'milepost_owner'), path.join(directory, 'migrate.log'));
  project.provide('databaseUrl', postgres.url('milepost'));
  return async () => {
    await postgres.process.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
