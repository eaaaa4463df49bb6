import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { command, ledgerState, milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import type { WorkerProcess } from '../harness/worker-process';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('worker-frozen');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const pair = plan([milestone('one', [ledgerState('a', 1)]), milestone('two', [ledgerState('b')])]);

/** Submits what freezes the worker just before it sends a milestone's command; another worker takes over. */
async function freeze(what: typeof pair, n: number): Promise<{ id: string; frozen: WorkerProcess }> {
  const { harness, serverId, worker: frozen } = stage;
  await harness.strike('send', { signal: 'SIGSTOP', milestone: n });
  const id = await harness.submit({ serverId, plan: what });
  await waitUntil('the worker to freeze', () => harness.struck());
  stage.startWorker();
  return { id, frozen };
}

/** It wakes up with its command still to send, and has time to. */
async function wakeUp(frozen: WorkerProcess): Promise<void> {
  frozen.signal('SIGCONT');
  await sleep(3_000);
  await frozen.kill('SIGTERM');
}

test('wakes up after another went on', async () => {
  const { id, frozen } = await freeze(pair, 1);
  await sleep(stage.all ? 60_000 : 0);
  // Tasks that it had polled time out one by one.
  await stage.expectOnce(id, [['a'], ['b']], 150);
  await wakeUp(frozen);
  expect(await stage.ledger()).toEqual(['a', 'b']);
});

test('wakes up after a cancel: it starts nothing', async () => {
  const { harness } = stage;
  const { id, frozen } = await freeze(pair, 2);
  await transaction(harness.db, (tx) => requestCancel(tx, { operationId: id, by: 'ada', reason: null }));
  expect(await harness.ended(id, 150)).toMatchObject({ status: 'canceled' });
  await wakeUp(frozen);
  expect(await stage.ledger()).toEqual(['a']);
  await stage.expectNothingRuns();
});

test('wakes up after a roll back: it starts nothing', async () => {
  const { harness } = stage;
  const undoable = { ...ledgerState('a'), undo: command('rm /root/ledger.a; echo undone >>/root/ledger') };
  const broken = state('broken', { check: 'false', apply: 'echo broken >>/root/ledger; exit 1' });
  const { id, frozen } = await freeze(plan([milestone('one', [undoable]), milestone('two', [broken])]), 2);
  await harness.awaitingDecision(id, 150);
  await stage.decide(id, { action: 'roll_back', reason: null });
  expect(await harness.ended(id)).toMatchObject({ status: 'canceled' });
  await wakeUp(frozen);
  expect(await stage.ledger()).toEqual(['a', 'broken', 'undone']);
  await stage.expectNothingRuns();
});
