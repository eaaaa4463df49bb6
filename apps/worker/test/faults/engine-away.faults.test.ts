import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { adoptCluster, readCluster } from '@milepost/db/operations/delivery/temporal-cluster';
import { TemporalInstance } from '../harness/temporal-instance';
import { heldState, ledgerState, milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
let engine: TemporalInstance;
beforeAll(async () => {
  engine = await TemporalInstance.start();
  stage = await FaultScenario.create('engine-away', { temporalAddress: engine.address });
});
afterAll(async () => {
  await stage.close();
  await engine.close();
});
beforeEach(() => stage.clear());

const slow = plan([milestone('one', [ledgerState('a', 8)]), milestone('two', [ledgerState('b')])]);
const other = plan([milestone('one', [ledgerState('x')])], { package: 'other' });

test('a worker that finds no Temporal waits for it; what was submitted runs once it is there, exactly once', async () => {
  const { harness, serverId } = stage;
  await stage.worker.kill('SIGTERM');
  await engine.stop();
  const worker = stage.startWorker();
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
  const canceled = await harness.submit({ serverId, plan: other });
  await transaction(harness.db, (tx) =>
    requestCancel(tx, { operationId: canceled, by: 'ada', reason: null }),
  );
  await waitUntil('the dispatcher to have tried', async () =>
    harness.db.outbox.findFirst({ where: { operationId: id, tries: { gt: 1 }, sentAt: null } }),
  );
  expect(worker.alive).toBe(true);
  expect((await harness.operation(id)).status).toBe('queued');

  await engine.start();
  await worker.ready;
  expect(await harness.ended(canceled)).toMatchObject({ status: 'canceled' });
  await stage.expectOnce(id, [['a']]);
});

test('stopped in the middle: the command goes on, and the operation completes', async () => {
  const { harness, serverId, server, worker } = stage;
  const id = await harness.submit({ serverId, plan: slow });
  await stage.begun('a');
  await engine.stop();
  await sleep(15_000);
  expect(await server.exec('test -e /root/ledger.a')).toMatchObject({ exitCode: 0 });
  expect(worker.alive).toBe(true);
  await engine.start();
  await stage.expectOnce(id, [['a'], ['b']]);
});

test('killed while an operation runs, and away when another is submitted', async () => {
  const { harness, serverId } = stage;
  const first = await harness.submit({ serverId, plan: slow });
  await stage.begun('a');
  await engine.kill();
  const second = await harness.submit({ serverId, plan: other });
  await sleep(3_000);
  await engine.start();
  expect(await harness.ended(first)).toMatchObject({ status: 'completed' });
  expect(await harness.ended(second)).toMatchObject({ status: 'completed' });
  expect(await stage.ledger()).toEqual(['a', 'b', 'x']);
});

/** An operation that runs, one that waits for a decision, and one that waits for its turn. */
async function threeOpen() {
  const { harness, serverId } = stage;
  const broken = state('broken', {
    check: '[ -e /root/ledger.broken ]',
    apply: '[ -e /root/flag ] || exit 1; echo broken >>/root/ledger; : >/root/ledger.broken',
  });
  const asked = await harness.submit({
    serverId,
    plan: plan([milestone('one', [broken])], { package: 'asked' }),
  });
  await harness.awaitingDecision(asked);
  const running = await harness.submit({
    serverId,
    plan: plan([milestone('one', [heldState('a')]), milestone('two', [ledgerState('b')])]),
  });
  await stage.begun('a');
  const waiting = await harness.submit({ serverId, plan: other });
  await sleep(1_500); // beyond the time that what is new is left alone
  return { asked, running, waiting };
}

async function expectThreeToEnd({ asked, running, waiting }: Awaited<ReturnType<typeof threeOpen>>) {
  const { harness, server } = stage;
  await server.exec('touch /root/flag');
  for (const id of [running, waiting])
    expect(await harness.ended(id, 90)).toMatchObject({ status: 'completed' });
  await stage.decide(asked, { action: 'retry' });
  expect(await harness.ended(asked)).toMatchObject({ status: 'completed' });
  expect(await stage.ledger()).toEqual(['a', 'b', 'x', 'broken']);
  for (const id of [asked, running, waiting]) {
    const history = await harness.history(id);
    expect(history.filter((type) => type === 'closed')).toHaveLength(1);
  }
}

const otherClusterNoticed = () =>
  waitUntil(
    'the other Temporal to be noticed',
    async () => (await readCluster(stage.harness.db))?.unexpectedCluster,
  );
const adopt = () => transaction(stage.harness.db, (tx) => adoptCluster(tx, { by: 'ada' }));

test('its database lost: everything stands still and asks; adopted, all that was open goes on in new runs', async () => {
  const { harness } = stage;
  const open = await threeOpen();
  await engine.kill();
  await engine.start('fresh');
  await otherClusterNoticed();
  const noticed = await Promise.all(Object.values(open).map((id) => harness.operation(id)));
  await sleep(5_000);
  const later = await Promise.all(Object.values(open).map((id) => harness.operation(id)));
  expect(later.map(({ runId }) => runId)).toEqual(noticed.map(({ runId }) => runId));
  expect(await adopt()).toBe(3);
  await expectThreeToEnd(open);
});

test('another Temporal at its address, and back again: nobody adopted it, nothing was started there', async () => {
  const { harness } = stage;
  const open = await threeOpen();
  await engine.stop();
  await engine.start('elsewhere');
  await otherClusterNoticed();
  const begun: string[] = [];
  for await (const { workflowId } of harness.engine.workflow.list()) begun.push(workflowId);
  expect(begun).toEqual([]);
  await engine.stop();
  await engine.start('fresh');
  await waitUntil(
    'the one before to be known again',
    async () => (await readCluster(harness.db))?.unexpectedCluster === null,
  );
  await expectThreeToEnd(open);
});
