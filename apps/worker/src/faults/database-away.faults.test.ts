import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { migrate } from '../../../../scripts/services/migrations';
import { freePort } from '../../../../scripts/services/ports';
import { createDatabase, preparePostgres, startPostgres } from '../../../../scripts/services/postgres';
import type { Postgres, PreparedPostgres } from '../../../../scripts/services/postgres';
import { ledgerState, milestone, plan } from '../testing/plans';
import { Rig } from '../testing/rig';
import { waitUntil } from '../testing/wait-until';
import type { WorkerProcess } from '../testing/worker-process';

let rig: Rig;
let serverId: string;
let worker: WorkerProcess;
let directory: string;
let prepared: PreparedPostgres;
let postgres: Postgres;
const server = openLab(inject('lab')).server(1);
const ledger = async (): Promise<string> => (await server.exec('cat /root/ledger 2>/dev/null')).stdout;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-database-'));
  await chmod(directory, 0o755);
  prepared = await preparePostgres({
    ...{ directory, port: await freePort(), durable: false },
    logFile: path.join(directory, 'postgres.log'),
    pidFile: path.join(directory, 'postgres.pid'),
  });
  postgres = await startPostgres(prepared);
  const databaseUrl = postgres.url('milepost');
  await createDatabase(postgres.url('postgres'), 'milepost');
  await migrate(databaseUrl, path.join(directory, 'migrate.log'));
  rig = await Rig.create({ databaseUrl });
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  serverId = await rig.addServer(first);
  worker = rig.startWorker();
  await worker.ready;
});
afterAll(async () => {
  await rig.close();
  await postgres.process.stop();
  await rm(directory, { recursive: true, force: true });
});

test('PostgreSQL stops and comes back, twice in one milestone: the command goes on, and all of it is stored', async () => {
  const slow = plan([milestone('one', [ledgerState('a', 12)]), milestone('two', [ledgerState('b')])]);
  const id = await rig.submit({ serverId, plan: slow });
  await waitUntil('the apply to begin', async () => (await ledger()) === 'a');
  for (const seconds of [3, 1]) {
    await postgres.process.stop();
    await sleep(seconds * 1000);
    postgres = await startPostgres(prepared);
    await sleep(1_000);
  }
  expect(worker.alive).toBe(true);
  expect(await rig.ended(id)).toMatchObject({ status: 'completed', percentage: 100 });
  expect(await ledger()).toBe('a\nb');
  expect(await rig.output(id, 1)).toBe('begun a\nended a\n');
  expect((await rig.history(id)).filter((type) => type === 'milestone_done')).toHaveLength(2);
});

test('a worker that finds no PostgreSQL waits for it', async () => {
  await worker.kill('SIGTERM');
  await postgres.process.stop();
  worker = rig.startWorker();
  await worker.ready;
  await sleep(1_000);
  expect(worker.alive).toBe(true);
  postgres = await startPostgres(prepared);
  const id = await rig.submit({ serverId, plan: plan([milestone('one', [ledgerState('c')])]) });
  expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
});
