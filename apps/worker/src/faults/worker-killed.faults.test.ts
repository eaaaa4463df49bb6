import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { transaction } from '@milepost/db/client';
import { askCancel } from '@milepost/db/operations/ask-cancel';
import type { Place } from '../failpoint';
import { ledgerState, milestone, plan } from '../testing/plans';
import { Rig } from '../testing/rig';
import { waitUntil } from '../testing/wait-until';
import type { WorkerProcess } from '../testing/worker-process';

let rig: Rig;
let serverId: string;
let worker: WorkerProcess;
const server = openLab(inject('lab')).server(1);
const ledger = async (): Promise<string[]> =>
  (await server.exec('cat /root/ledger 2>/dev/null')).stdout.split('\n').filter(Boolean);
const pair = plan([milestone('one', [ledgerState('a', 1)]), milestone('two', [ledgerState('b')])]);

beforeAll(async () => {
  rig = await Rig.create();
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  serverId = await rig.addServer(first);
});
afterAll(() => rig.close());
beforeEach(async () => {
  await server.exec('rm -rf /root/ledger*');
  if (!worker?.alive) worker = rig.startWorker();
  await worker.ready;
});

describe('kill -9 the worker: the operation completes, and the ledger has one line each', () => {
  const places: [string, Place, number?][] = [
    ['before the intent', 'intent'],
    ['before the send', 'send'],
    ['while the request is sent', 'sent'],
    ['just after the send', 'sent', 15],
    ['some time after the send', 'sent', 60],
    ['after the claim', 'claim'],
    ['before the exit code is stored', 'exit-record'],
    ['while it is stored', 'event-commit'],
    ['after it is stored', 'completion'],
    ['while it closes', 'close'],
  ];

  test.each(places)('%s', async (_name, at, afterMs) => {
    await rig.strike(at, {
      ...(at !== 'close' && { milestone: 1 }),
      ...(afterMs !== undefined && { afterMs }),
    });
    const id = await rig.submit({ serverId, plan: pair });
    await worker.exited;
    worker = rig.startWorker();
    expect(await rig.ended(id)).toMatchObject({ status: 'completed', percentage: 100 });
    expect(await ledger()).toEqual(['a', 'b']);
    expect(await rig.output(id, 1)).toBe('begun a\nended a\n');
    const history = await rig.history(id);
    expect(history.filter((type) => type === 'milestone_done')).toHaveLength(2);
    expect(history.at(-1)).toBe('closed');
  });
});

test('a worker that froze before the send wakes up after another went on: nothing runs twice', async () => {
  await rig.strike('send', { signal: 'SIGSTOP', milestone: 1 });
  const frozen = worker;
  const id = await rig.submit({ serverId, plan: pair });
  await waitUntil('the worker to freeze', () => rig.struck());
  worker = rig.startWorker();
  expect(await rig.ended(id, 150)).toMatchObject({ status: 'completed' }); // tasks that it had polled time out one by one
  frozen.signal('SIGCONT');
  await sleep(3_000);
  expect(await ledger()).toEqual(['a', 'b']);
  await frozen.kill('SIGTERM');
}, 200_000);

test('a graceful restart in the middle costs no attempt and no line', async () => {
  const slow = plan([milestone('one', [ledgerState('a', 4)])]);
  const id = await rig.submit({ serverId, plan: slow });
  await waitUntil('the apply to begin', async () => (await ledger()).includes('a'));
  await worker.kill('SIGTERM');
  worker = rig.startWorker();
  await worker.ready;
  await worker.kill('SIGTERM');
  worker = rig.startWorker();
  expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['a']);
  const [done] = await rig.db.milestone.findMany({ where: { operationId: id } });
  expect(done).toMatchObject({ attempts: 1, applied: 1 });
});

describe('cable cut, worker killed, operation cancelled, cable healed: nothing runs', () => {
  test.each<[string, Place]>([
    ['before the send', 'send'],
    ['with the request in flight', 'sent'],
  ])('%s', async (_name, at) => {
    await rig.strike(at, { signal: 'SIGSTOP', milestone: 1 });
    const frozen = worker;
    const id = await rig.submit({ serverId, plan: pair });
    await waitUntil('the worker to freeze', () => rig.struck());
    await server.cut();
    frozen.signal('SIGCONT'); // what it sends now is in the kernel's hands
    await sleep(1_000);
    await frozen.kill();
    worker = rig.startWorker();
    await worker.ready;
    await transaction(rig.db, (tx) => askCancel(tx, { operationId: id, by: 'ada', reason: null }));
    await waitUntil('the notice', async () => {
      const { notice } = await rig.operation(id);
      return (notice as { kind?: string } | null)?.kind === 'reconnecting';
    });
    await server.heal();
    expect(await rig.ended(id)).toMatchObject({ status: 'cancelled', notice: null });
    const written = await ledger();
    await sleep(15_000); // the kernel sends again what it had
    expect(await ledger()).toEqual(written);
    expect((await server.exec('pgrep -x sleep')).stdout).toBe('');
    expect(written.length).toBeLessThanOrEqual(at === 'send' ? 0 : 1);
  });
});
