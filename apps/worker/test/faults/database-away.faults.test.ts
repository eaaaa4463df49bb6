import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostgresInstance } from '../harness/postgres-instance';
import { heldState, ledgerState, milestone, plan } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
let postgres: PostgresInstance;
beforeAll(async () => {
  postgres = await PostgresInstance.start();
  stage = await FaultScenario.create('database-away', { databaseUrl: postgres.url });
});
afterAll(async () => {
  await stage.close();
  await postgres.close();
});
beforeEach(() => stage.clear());

test.each(['stop', 'kill'] as const)(
  'PostgreSQL gone by %s and back, twice in one milestone: the command goes on, and all of it is stored',
  async (how) => {
    const { harness, serverId, worker, chance } = stage;
    const slow = plan([milestone('one', [ledgerState('a', 12)]), milestone('two', [ledgerState('b')])]);
    const id = await harness.submit({ serverId, plan: slow });
    await stage.begun('a');
    for (let time = 0; time < 2; time += 1) {
      await postgres[how]();
      await sleep(500 + chance.below(3_000));
      await postgres.start();
      await sleep(1_000);
    }
    expect(worker.alive).toBe(true);
    await stage.expectOnce(id, [['a'], ['b']]);
  },
);

test('a worker that finds no PostgreSQL waits for it', async () => {
  await stage.worker.kill('SIGTERM');
  await postgres.stop();
  const worker = stage.startWorker();
  await worker.ready;
  await sleep(1_000);
  expect(worker.alive).toBe(true);
  await postgres.start();
  const { harness, serverId } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('c')])]) });
  await stage.expectOnce(id, [['c']]);
});

describe('PostgreSQL put back from a backup that is older than the command', () => {
  test.each([
    ['has ended', true],
    ['still runs', false],
  ])('the server %s: nothing runs twice', async (_name, ended) => {
    const { harness, serverId, server } = stage;
    const what = plan(
      [
        milestone('one', [ledgerState('a', 2)]),
        milestone('two', [heldState('b')]),
        milestone('three', [ledgerState('c')]),
      ],
      { package: ended ? 'ended' : 'running' },
    );
    const id = await harness.submit({ serverId, plan: what });
    await stage.begun('a');
    await stage.worker.kill('SIGTERM');
    await postgres.backUp();
    await stage.startWorker().ready;
    await stage.begun('b');
    if (ended) {
      await server.exec('touch /root/flag');
      expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    }
    await postgres.restore();
    await server.exec('touch /root/flag');
    // What the rows do not know of is unknown: it continues where the checks verify it, else a person is asked. Never twice.
    const operation = await waitUntil(
      'the end, or a question',
      async () => {
        const now = await harness.operation(id);
        return (
          (now.endedAt !== null || now.status === 'awaiting_decision' || now.interrupted !== null) && now
        );
      },
      120,
    );
    const ledger = await stage.ledger();
    expect(ledger.slice(0, 2)).toEqual(['a', 'b']);
    expect(new Set(ledger).size).toBe(ledger.length);
    expect({ status: operation.status, interrupted: operation.interrupted }).toMatchObject({
      interrupted: null,
    });
    await harness.history(id);
  });
});
