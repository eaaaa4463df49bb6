import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import { pauseOperation, resumeOperation } from '@milepost/db/operations/control/pause-operation';
import { heldState, ledgerState, milestone, plan } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('worker-restarted');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

test('ten deploys in one milestone cost no attempt and no line', async () => {
  const { harness, serverId, server } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [heldState('a')])]) });
  await stage.begun('a');
  for (let deploy = 0; deploy < 10; deploy += 1) {
    await stage.worker.kill('SIGTERM');
    await stage.startWorker().ready;
  }
  await server.exec('touch /root/flag');
  await stage.expectOnce(id, [['a']]);
  const [done] = await harness.db.milestone.findMany({ where: { operationId: id } });
  expect(done).toMatchObject({ attempts: 1, applied: 1 });
});

test('two versions at once: whichever runs an operation, it stays right; the new one finishes what waited under the old', async () => {
  const { harness, serverId, chance } = stage;
  const next = await harness.buildNext();
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const submit = (name: string) =>
    harness.submit({
      serverId,
      plan: plan(
        [milestone('one', [ledgerState(`${name}1`, 1)]), milestone('two', [ledgerState(`${name}2`)])],
        {
          package: name,
        },
      ),
    });
  const paused = await submit('paused');
  await stage.begun('paused1');
  await transaction(harness.db, (tx) =>
    pauseOperation(tx, { operationId: paused, by: 'ada', resumeAt: null }),
  );
  await stage.inStatus(paused, 'paused');

  const old = stage.worker;
  const newer = harness.startWorker({}, next);
  await newer.ready;
  const operations: string[] = [];
  for (const name of ids) operations.push(await submit(name));
  await stage.begun(`${ids[chance.below(5)]}1`);
  await old.kill(chance.pick(['SIGTERM', 'SIGKILL']));
  for (const id of operations) expect(await harness.ended(id, 120)).toMatchObject({ status: 'completed' });
  await transaction(harness.db, (tx) => resumeOperation(tx, { operationId: paused, by: 'ada' }));
  expect(await harness.ended(paused)).toMatchObject({ status: 'completed' });
  expect(await stage.ledger()).toEqual([
    'paused1',
    ...ids.flatMap((name) => [`${name}1`, `${name}2`]),
    'paused2',
  ]);
  for (const id of [paused, ...operations]) {
    expect((await harness.history(id)).filter((type) => type === 'milestone_done')).toHaveLength(2);
  }

  // Begun by the new one, with only an old one left: it stands still, says so, and continues with a new one.
  const ahead = await harness.submit({
    serverId,
    plan: plan([milestone('one', [heldState('ahead1')]), milestone('two', [ledgerState('ahead2')])], {
      package: 'ahead',
    }),
  });
  await stage.begun('ahead1');
  await newer.kill('SIGTERM');
  await stage.startWorker().ready;
  await stage.server.exec('touch /root/flag');
  const notice = await waitUntil('the notice', async () => (await harness.operation(ahead)).notice, 90);
  expect(notice).toMatchObject({ kind: 'waiting', for: expect.stringContaining('newest version') as string });
  await stage.worker.kill('SIGTERM'); // or it would go on taking what it cannot do
  const newest = harness.startWorker({}, next);
  // Temporal rests ever longer between the tries of what failed.
  expect(await harness.ended(ahead, 300)).toMatchObject({ status: 'completed', notice: null });
  expect((await stage.ledger()).slice(-2)).toEqual(['ahead1', 'ahead2']);
  await newest.kill('SIGTERM');
});

test("a worker's clock that jumps keeps the order, of events and of what happens", async () => {
  const { harness, serverId } = stage;
  await stage.worker.kill('SIGTERM');
  // An hour back, then two hours forth, in the middle of the milestone.
  const jump = `const now = Date.now.bind(Date); const began = now();
    Date.now = () => now() + (now() - began < 4000 ? 0 : now() - began < 8000 ? -3_600_000 : 3_600_000);`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(jump)}`;
  await stage.startWorker({ NODE_OPTIONS }).ready;
  const id = await harness.submit({
    serverId,
    plan: plan([milestone('one', [ledgerState('a', 8)]), milestone('two', [ledgerState('b', 3)])]),
  });
  await stage.expectOnce(id, [['a'], ['b']]);
  const events = await harness.db.event.findMany({ where: { operationId: id }, orderBy: { n: 'asc' } });
  const times = events.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  await stage.worker.kill('SIGTERM');
});
