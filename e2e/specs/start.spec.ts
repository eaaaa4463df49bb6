import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { identify, isAlive } from '../../scripts/services/process-identity';
import type { ProcessIdentity } from '../../scripts/services/process-identity';
import { runOwnerLink } from '../support/owner-link';
import { launchProduct, startProduct } from '../../scripts/test/product';
import type { Product, StartedProduct } from '../../scripts/test/product';

const PARTS = ['web', 'worker', 'temporal', 'postgres'] as const;
const NAMES = { web: 'The console', worker: 'The worker', temporal: 'Temporal', postgres: 'PostgreSQL' };

let parent: string;
let dataDirectory: string;
let launched: StartedProduct[];

test.beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-start-'));
  await chmod(parent, 0o711);
  dataDirectory = path.join(parent, 'data');
  launched = [];
});
test.afterEach(async () => {
  for (const { child, exited } of launched) {
    child.kill('SIGTERM');
    await exited;
  }
  await rm(parent, { recursive: true, force: true });
});

async function launch(options: Partial<Parameters<typeof launchProduct>[0]> = {}): Promise<StartedProduct> {
  const product = await launchProduct({ dataDirectory, practice: false, ...options });
  launched.push(product);
  return product;
}

async function start(ports?: Product['ports']): Promise<Product> {
  const product = await startProduct({ dataDirectory, practice: false, ports });
  launched.push(product);
  return product;
}

/** Everything that a product runs now, by identity. */
async function processes(product: Product): Promise<ProcessIdentity[]> {
  const pids = await Promise.all(PARTS.map((part) => product.pid(part)));
  const found = await Promise.all([product.child.pid ?? 0, ...pids].map(identify));
  return found.filter((each) => each !== null);
}

async function stillAlive(identities: ProcessIdentity[]): Promise<ProcessIdentity[]> {
  const alive = await Promise.all(identities.map(isAlive));
  return identities.filter((_, n) => alive[n]);
}

async function query(product: Product, sql: string): Promise<unknown[]> {
  const password = await readFile(path.join(dataDirectory, 'postgres/password'), 'utf8');
  const { postgres } = product.ports;
  const client = new pg.Client(`postgresql://milepost:${password.trim()}@127.0.0.1:${postgres}/milepost`);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const ownerLink = () => runOwnerLink(['--data-dir', dataDirectory]);

async function withTemporal<T>(product: Product, talk: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: `127.0.0.1:${product.ports.temporal}` });
  try {
    return await talk(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('started again, everything is still there; a stopped one leaves nothing behind', async () => {
  const first = await start();
  expect(first.ownerLink).toContain(`${first.url}/setup#token=`);
  expect((await ownerLink()).text).toContain(`${first.url}/setup#token=`);
  expect((await fetch(`${first.temporalUiUrl}/`)).ok).toBe(true);
  await query(first, "create table kept as select 'a row' as what");
  const workflow = { workflowId: 'kept', taskQueue: 'nobody', args: [] };
  await withTemporal(first, (client) => client.workflow.start('nothing', workflow));
  const key = await readFile(path.join(dataDirectory, 'keys/worker.key'), 'utf8');

  const running = await processes(first);
  expect(running).toHaveLength(5);
  expect(await first.stop()).toBe(0);
  expect(await stillAlive(running)).toEqual([]);
  expect(await ownerLink()).toEqual({
    code: 1,
    text: `Milepost is not running with the data directory ${dataDirectory}: start it, or name another directory with --data-dir.\n`,
  });

  const again = await start(first.ports);
  expect(await query(again, 'select what from kept')).toEqual([{ what: 'a row' }]);
  const status = await withTemporal(again, (client) => client.workflow.getHandle('kept').describe());
  expect(status.status.name).toBe('RUNNING');
  expect(await readFile(path.join(dataDirectory, 'keys/worker.key'), 'utf8')).toBe(key);
});

test('a part that is killed runs again, and the terminal says so', async () => {
  const product = await start();
  for (const part of PARTS) {
    const before = await product.pid(part);
    process.kill(before, 'SIGKILL');
    await product.printed(new RegExp(`^${NAMES[part]} ended unexpectedly \\(signal SIGKILL\\)`, 'm'));
    await product.printed(new RegExp(`^${NAMES[part]} runs again\\.`, 'm'));
    expect(await product.pid(part)).not.toBe(before);
  }
  await expect.poll(async () => (await fetch(`${product.url}/api/health`)).status).toBe(200);
});

test('start itself is killed: the next one ends what it left, and everything is there', async () => {
  const first = await start();
  await query(first, "create table kept as select 'a row' as what");
  const running = await processes(first);
  first.child.kill('SIGKILL');
  await first.exited;
  expect(await stillAlive(running)).toHaveLength(4);

  const again = await start(first.ports);
  expect(again.output()).toContain(
    'Ended what an earlier start left running: web, worker, temporal, postgres.',
  );
  expect(await stillAlive(running)).toEqual([]);
  expect(await query(again, 'select what from kept')).toEqual([{ what: 'a row' }]);
});

test('two starts at once on one data directory: one sentence, and the first goes on', async () => {
  const first = await start();
  const second = await launch();
  expect(await second.exited).toBe(1);
  expect(second.output()).toMatch(
    /^Milepost runs with the data directory \S+ already \(process \d+\): stop that one, or .*\n$/,
  );
  expect((await fetch(`${first.url}/api/health`)).ok).toBe(true);
});

test('Ctrl-C twice ends at once, and nothing is left', async () => {
  const product = await start();
  const running = await processes(product);
  // Deaf parts: without the second press the first would wait for them.
  for (const part of ['web', 'worker'] as const) process.kill(await product.pid(part), 'SIGSTOP');
  product.child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  product.child.kill('SIGINT');
  expect(await product.exited).toBe(0);
  expect(await stillAlive(running)).toEqual([]);
});

test('Ctrl-C in the middle of the start: nothing is left', async () => {
  const product = await launch();
  await product.printed(/PostgreSQL started/);
  const pidFile = path.join(dataDirectory, 'run/postgres.pid');
  const postgres = JSON.parse(await readFile(pidFile, 'utf8')) as ProcessIdentity;
  product.child.kill('SIGINT');
  expect(await product.exited).toBe(0);
  expect(await stillAlive([postgres])).toEqual([]);
});

test('one clear sentence for what stands in the way', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const ports = { web: port, temporal: port, ui: port, postgres: port };

  const occupied = await launch({ ports });
  expect(await occupied.exited).toBe(1);
  expect(occupied.output()).toBe(
    `The console needs 127.0.0.1:${port}, and something else listens there: stop it, or choose another port with --port.\n`,
  );
  taken.close();

  await writeFile(path.join(parent, 'file'), '');
  const notAFolder = await launch({ dataDirectory: path.join(parent, 'file') });
  expect(await notAFolder.exited).toBe(1);
  expect(notAFolder.output()).toMatch(/file is not a folder: choose a new or an empty folder .*\n$/);

  const noDatabase = await launch({ env: { DATABASE_URL: 'postgresql://a:hidden@127.0.0.1:1/none' } });
  expect(await noDatabase.exited).toBe(1);
  expect(noDatabase.output()).toMatch(/^The PostgreSQL that DATABASE_URL names cannot be used: .*\.$/m);
  expect(noDatabase.output()).not.toContain('hidden');

  const noTemporal = await launch({ env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
  expect(await noTemporal.exited).toBe(1);
  expect(noTemporal.output()).toMatch(/^The Temporal server at 127\.0\.0\.1:1 \(TEMPORAL_ADDRESS\).*\.$/m);
});
