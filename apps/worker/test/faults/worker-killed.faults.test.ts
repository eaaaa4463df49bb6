import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import type { FailpointName } from '../../src/failpoint';
import { ledgerState, milestone, plan } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('worker-killed');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

/** Two milestones of three states, and which of them the fault strikes at. */
const milestones = [['a'], ['b', 'c']];
const pair = plan([
  milestone('one', [ledgerState('a', 1)]),
  milestone('two', [ledgerState('b'), ledgerState('c')]),
]);

const places: [string, FailpointName, number?][] = [
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

describe('kill -9', () => {
  test.each(places)('%s', async (_name, at, afterMs) => {
    const { harness, serverId, worker, chance } = stage;
    await harness.strike(at, {
      ...(at !== 'close' && { milestone: 1 + chance.below(2) }),
      ...(afterMs !== undefined && { afterMs }),
    });
    const id = await harness.submit({ serverId, plan: pair });
    await worker.exited;
    stage.startWorker();
    await stage.expectOnce(id, milestones);
  });
});

describe('the cable cut', () => {
  test.each(places.filter(([, , afterMs]) => afterMs === undefined))('%s', async (_name, at) => {
    const { harness, server, serverId, worker, chance, all } = stage;
    await harness.strike(at, {
      signal: 'SIGSTOP', // while it stands still, the cable is cut
      ...(at !== 'close' && { milestone: 1 + chance.below(2) }),
    });
    const id = await harness.submit({ serverId, plan: pair });
    await waitUntil('the worker to stand still', () => harness.struck());
    await server.cut();
    worker.signal('SIGCONT');
    await sleep(all ? 40_000 : 500 + chance.below(2_000));
    await server.heal();
    await stage.expectOnce(id, milestones, 120);
  });
});

describe('cable cut, worker killed, operation canceled, cable healed: nothing runs', () => {
  test.each<[string, FailpointName]>([
    ['before the send', 'send'],
    ['with the request in flight', 'sent'],
  ])('%s', async (_name, at) => {
    const { harness, server, serverId, worker } = stage;
    await harness.strike(at, { signal: 'SIGSTOP', milestone: 1 });
    const id = await harness.submit({ serverId, plan: pair });
    await waitUntil('the worker to stand still', () => harness.struck());
    await server.cut();
    worker.signal('SIGCONT'); // what it sends now is in the kernel's hands
    await sleep(1_000);
    await worker.kill();
    await stage.startWorker().ready;
    await transaction(harness.db, (tx) => requestCancel(tx, { operationId: id, by: 'ada', reason: null }));
    await waitUntil('the notice', async () => {
      const { notice } = await harness.operation(id);
      return (notice as { kind?: string } | null)?.kind === 'reconnecting';
    });
    await server.heal();
    expect(await harness.ended(id)).toMatchObject({ status: 'canceled', notice: null });
    const written = await stage.ledger();
    await sleep(15_000); // the kernel sends again what it had
    expect(await stage.ledger()).toEqual(written);
    await stage.expectNothingRuns();
    expect(written.length).toBeLessThanOrEqual(at === 'send' ? 0 : 1);
  });
});
