import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { resumeInterrupted } from '@milepost/db/operations/lifecycle/interruption';
import { heldState, ledgerState, milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

const run = promisify(execFile);
let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('engine-hands');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const pair = plan([milestone('one', [heldState('a')]), milestone('two', [ledgerState('b')])]);
const workflow = (id: string) => stage.harness.workflow(id);

/** As an operator does by Temporal's command line: back to the first finished workflow task. */
async function reset(id: string): Promise<void> {
  const { workflowId } = await workflow(id);
  await run(inject('temporalRun').binary, [
    ...['workflow', 'reset', '--address', inject('temporalAddress'), '--workflow-id', workflowId],
    ...['--event-id', '4', '--reason', 'from a test'],
  ]);
}

describe('a reset in Temporal does no harm', () => {
  test('while a milestone runs', async () => {
    const { harness, serverId, server } = stage;
    const id = await harness.submit({ serverId, plan: pair });
    await stage.begun('a');
    await reset(id);
    await sleep(2_000);
    await server.exec('touch /root/flag');
    await stage.expectOnce(id, [['a'], ['b']]);
  });

  test('while a decision is waited for, which is taken once', async () => {
    const { harness, serverId, server } = stage;
    const broken = state('broken', {
      check: '[ -e /root/ledger.broken ]',
      apply: '[ -e /root/flag ] || exit 1; echo broken >>/root/ledger; : >/root/ledger.broken',
    });
    const id = await harness.submit({ serverId, plan: plan([milestone('one', [broken])]) });
    const { decisionPoint } = await harness.awaitingDecision(id);
    await reset(id);
    await sleep(2_000);
    expect(await harness.operation(id)).toMatchObject({ status: 'awaiting_decision', decisionPoint });
    await server.exec('touch /root/flag');
    await stage.decide(id, { action: 'retry' });
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await stage.ledger()).toEqual(['broken']);
  });

  test('after the end', async () => {
    const { harness, serverId, server } = stage;
    await server.exec('touch /root/flag');
    const id = await harness.submit({ serverId, plan: pair });
    await stage.expectOnce(id, [['a'], ['b']]);
    const history = await harness.history(id);
    await reset(id);
    await waitUntil(
      'the new run to end',
      async () => (await (await workflow(id)).describe()).status.name === 'COMPLETED',
    );
    expect(await harness.history(id)).toEqual(history);
    expect(await stage.ledger()).toEqual(['a', 'b']);
  });
});

describe('a terminate in Temporal is found, and can be resumed', () => {
  const terminated = async (id: string) => {
    await sleep(1_500); // what was started just now is left alone
    await (await workflow(id)).terminate('from a test');
    await waitUntil('the mark', async () => (await stage.harness.operation(id)).interrupted !== null, 30);
    await transaction(stage.harness.db, (tx) => resumeInterrupted(tx, { operationId: id, by: 'ada' }));
  };

  test('three times in one milestone: its command is joined, not run again', async () => {
    const { harness, serverId, server } = stage;
    const id = await harness.submit({ serverId, plan: pair });
    await stage.begun('a');
    for (let time = 0; time < 3; time += 1) {
      await terminated(id);
      await waitUntil(
        'a new run',
        async () => (await (await workflow(id)).describe()).status.name === 'RUNNING',
      );
    }
    await server.exec('touch /root/flag');
    await stage.expectOnce(id, [['a'], ['b']]);
  });

  test('while a decision is waited for: it is still asked', async () => {
    const { harness, serverId } = stage;
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [state('no', { check: 'false', apply: 'exit 1' })])]),
    });
    await harness.awaitingDecision(id);
    await terminated(id);
    expect(await harness.giveUp(id)).toMatchObject({ status: 'failed' });
  });
});

describe('canceled and terminated', () => {
  const cancel = (operationId: string) =>
    transaction(stage.harness.db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
  const orders: [string, ((id: string) => Promise<unknown>)[]][] = [
    [
      'a cancellation of an interrupted operation',
      [
        async (id) => (await workflow(id)).terminate('from a test'),
        (id) =>
          waitUntil('the mark', async () => (await stage.harness.operation(id)).interrupted !== null, 30),
        cancel,
      ],
    ],
    [
      'a termination of a canceled operation',
      [cancel, async (id) => (await workflow(id)).terminate('from a test')],
    ],
  ];

  test.each(orders)('%s stops what runs and passes the server on', async (_name, steps) => {
    const { harness, serverId } = stage;
    const id = await harness.submit({ serverId, plan: pair });
    await stage.begun('a');
    for (const step of steps) await step(id);
    expect(await harness.ended(id)).toMatchObject({ status: 'canceled', interrupted: null });
    await stage.expectNothingRuns();
    const queue = await harness.db.serverQueue.findUniqueOrThrow({ where: { id: serverId } });
    expect(queue).toMatchObject({ holder: null, blocked: null });
  });
});

describe('canceled in Temporal, by its UI or CLI', () => {
  test('an operation that runs is canceled as by our button', async () => {
    const { harness, serverId } = stage;
    const id = await harness.submit({ serverId, plan: pair });
    await stage.begun('a');
    await (await workflow(id)).cancel();
    expect(await harness.ended(id)).toMatchObject({ status: 'canceled' });
    expect(await stage.ledger()).toEqual(['a']);
    await stage.expectNothingRuns();
    expect((await (await workflow(id)).describe()).status.name).toBe('CANCELLED');
  });
});

describe('an outbox row', () => {
  test('an outbox row is delivered again when its dispatcher dies after the delivery: one run', async () => {
    const { harness, serverId, server, worker } = stage;
    await harness.strike('delivered');
    const id = await harness.submit({ serverId, plan: pair });
    await worker.exited;
    stage.startWorker();
    await server.exec('touch /root/flag');
    await stage.expectOnce(id, [['a'], ['b']]);
    expect((await harness.history(id)).filter((type) => type === 'run_started')).toHaveLength(1);
  });

  test('an outbox row delivered again after the end of its operation starts nothing', async () => {
    const { harness, serverId, server } = stage;
    await server.exec('touch /root/flag');
    const id = await harness.submit({ serverId, plan: pair });
    await stage.expectOnce(id, [['a'], ['b']]);
    const { runId } = await (await workflow(id)).describe();
    await harness.db
      .$executeRaw`update outbox set sent_at = null, claimed_at = null where operation_id = ${id} and kind = 'start'`;
    await waitUntil('the delivery', async () => {
      const open = await harness.db.outbox.count({ where: { operationId: id, sentAt: null } });
      return open === 0;
    });
    await sleep(500);
    expect((await (await workflow(id)).describe()).runId).toBe(runId);
    expect(await stage.ledger()).toEqual(['a', 'b']);
  });

  test('an outbox row of an API that died after its commit is delivered within 30 s', async () => {
    const { harness, serverId, server } = stage;
    await server.exec('touch /root/flag');
    // `submit` only commits: it tells neither Temporal nor a dispatcher.
    const id = await harness.submit({ serverId, plan: pair });
    await waitUntil('the start', async () => (await harness.operation(id)).runId !== null, 30);
    await stage.expectOnce(id, [['a'], ['b']]);
  });
});
