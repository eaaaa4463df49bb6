import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../../../scripts/services/migrations';
import { createDatabase } from '../../../scripts/services/postgres';

/** A database of its own beside the product's, with our tables. Returns its URL. It goes with the product. */
export async function scratchDatabase(databaseUrl: string): Promise<string> {
  const name = `bench_${randomBytes(4).toString('hex')}`;
  await createDatabase(databaseUrl, name);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const logs = await mkdtemp(path.join(os.tmpdir(), 'milepost-bench-log-'));
  await migrate(url.href, path.join(logs, 'migrate.log'));
  await rm(logs, { recursive: true, force: true });
  return url.href;
}
