import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { transaction } from '@milepost/db/client';
import { askCancel } from '@milepost/db/operations/ask-cancel';
import { freePort } from '../../../../scripts/services/ports';
import { startTemporal } from '../../../../scripts/services/temporal';
import type { Temporal } from '../../../../scripts/services/temporal';
import { ledgerState, milestone, plan } from '../testing/plans';
import { Rig } from '../testing/rig';
import { waitUntil } from '../testing/wait-until';
import type { WorkerProcess } from '../testing/worker-process';

let rig: Rig;
let serverId: string;
let worker: WorkerProcess;
let temporal: Temporal;
let startEngine: () => Promise<void>;
let directory: string;
const server = openLab(inject('lab')).server(1);
const ledger = async (): Promise<string> => (await server.exec('cat /root/ledger 2>/dev/null')).stdout;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-engine-'));
  const port = await freePort();
  startEngine = async () => {
    temporal = await startTemporal({
      ...{ binary: inject('temporalRun').binary, port, uiPort: null },
      databaseFile: path.join(directory, 'temporal.db'),
      logFile: path.join(directory, 'temporal.log'),
      pidFile: path.join(directory, 'temporal.pid'),
    });
  };
  rig = await Rig.create({ temporalAddress: `127.0.0.1:${port}` });
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  serverId = await rig.addServer(first);
});
afterAll(async () => {
  await rig.close();
  await temporal.process.stop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await server.exec('rm -rf /root/ledger*');
});

test('a worker that finds no Temporal waits for it; what was submitted runs once it is there, exactly once', async () => {
  worker = rig.startWorker();
  const id = await rig.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
  const cancelled = await rig.submit({
    serverId,
    plan: plan([milestone('one', [ledgerState('b')])], { package: 'other' }),
  });
  await transaction(rig.db, (tx) => askCancel(tx, { operationId: cancelled, by: 'ada', reason: null }));
  await waitUntil('the dispatcher to have tried', async () =>
    rig.db.outbox.findFirst({ where: { operationId: id, tries: { gt: 1 }, sentAt: null } }),
  );
  expect(worker.alive).toBe(true);
  expect((await rig.operation(id)).status).toBe('queued');

  await startEngine();
  await worker.ready;
  expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
  expect(await rig.ended(cancelled)).toMatchObject({ status: 'cancelled' });
  expect(await ledger()).toBe('a');
  expect((await rig.history(id)).filter((type) => type === 'opened')).toHaveLength(1);
});

test('Temporal stopped in the middle: the command goes on, and the operation completes', async () => {
  const slow = plan([milestone('one', [ledgerState('a', 8)]), milestone('two', [ledgerState('b')])]);
  const id = await rig.submit({ serverId, plan: slow });
  await waitUntil('the apply to begin', async () => (await ledger()) === 'a');
  await temporal.process.stop();
  await sleep(15_000);
  expect(await server.exec('test -e /root/ledger.a')).toMatchObject({ exitCode: 0 });
  expect(worker.alive).toBe(true);
  await startEngine();
  expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toBe('a\nb');
});

test('Temporal killed while an operation runs and another is submitted', async () => {
  const slow = plan([milestone('one', [ledgerState('a', 2)])]);
  const first = await rig.submit({ serverId, plan: slow });
  await waitUntil('the apply to begin', async () => (await ledger()) === 'a');
  await temporal.process.stop();
  const second = await rig.submit({
    serverId,
    plan: plan([milestone('one', [ledgerState('b')])], { package: 'other' }),
  });
  await sleep(3_000);
  await startEngine();
  expect(await rig.ended(first)).toMatchObject({ status: 'completed' });
  expect(await rig.ended(second)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toBe('a\nb');
});
