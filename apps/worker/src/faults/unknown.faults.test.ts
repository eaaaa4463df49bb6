import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { transaction } from '@milepost/db/client';
import { decide } from '@milepost/db/operations/decide';
import { milestone, plan, state } from '../testing/plans';
import { Rig } from '../testing/rig';
import { waitUntil } from '../testing/wait-until';
import type { WorkerProcess } from '../testing/worker-process';

let rig: Rig;
let serverId: string;
let worker: WorkerProcess;
const server = openLab(inject('lab')).server(1);
const ledger = async (): Promise<string[]> =>
  (await server.exec('cat /root/ledger 2>/dev/null')).stdout.split('\n').filter(Boolean);

/** Writes a line, then sleeps the first time; `effect` is what the check looks at. */
const slowOnce = (effect: 'before the sleep' | 'after the sleep', repeatable: boolean) => {
  const pause = '[ -e /root/slept ] || { : >/root/slept; sleep 600; }';
  const mark = ': >/root/ledger.effect';
  return state('slow', {
    check: '[ -e /root/ledger.effect ]',
    apply: `echo applied >>/root/ledger; ${effect === 'before the sleep' ? `${mark}; ${pause}` : `${pause}; ${mark}`}`,
    repeatable,
  });
};

async function asleep(id: string): Promise<void> {
  await waitUntil(
    `the apply of ${id} to sleep`,
    async () => (await server.exec('pgrep -x sleep')).exitCode === 0,
  );
  await waitUntil('the claim to be known', () =>
    rig.db.command.findFirst({ where: { operationId: id, claimedAt: { not: null } } }),
  );
}

/** The supervisor and all it started. */
const killUnit = () => server.exec("systemctl kill --signal=KILL 'milepost-*'");

beforeAll(async () => {
  rig = await Rig.create();
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  serverId = await rig.addServer(first);
});
afterAll(() => rig.close());
beforeEach(async () => {
  await server.exec('rm -rf /root/ledger* /root/slept');
  if (!worker?.alive) worker = rig.startWorker();
  await worker.ready;
});

describe('the supervisor dies in the middle of an apply', () => {
  test('that may be repeated: it is', async () => {
    const id = await rig.submit({
      serverId,
      plan: plan([milestone('one', [slowOnce('after the sleep', true)])]),
    });
    await asleep(id);
    await killUnit();
    expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['applied', 'applied']);
    expect(await rig.history(id)).toContain('milestone_lost');
  });

  test('that may not be, and had its effect: the check says so, and nothing is applied again', async () => {
    const id = await rig.submit({
      serverId,
      plan: plan([milestone('one', [slowOnce('before the sleep', false)])]),
    });
    await asleep(id);
    await killUnit();
    expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['applied']);
  });

  test('that may not be, and had none: a person decides', async () => {
    const id = await rig.submit({
      serverId,
      plan: plan([milestone('one', [slowOnce('after the sleep', false)])]),
    });
    await asleep(id);
    await killUnit();
    const failed = await rig.deciding(id);
    expect(failed.status).toBe('deciding');
    expect(failed.conclusion).toContain('was cut off earlier with its outcome unknown, and does not hold');
    expect(await ledger()).toEqual(['applied']);
    await transaction(rig.db, (tx) =>
      decide(tx, { operationId: id, point: failed.decisionPoint, by: 'ada', choice: { action: 'retry' } }),
    );
    expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['applied', 'applied']);
  });
});

describe('with the worker away', () => {
  test('the server restarts in the middle of an apply', async () => {
    const id = await rig.submit({
      serverId,
      plan: plan([milestone('one', [slowOnce('after the sleep', false)])]),
    });
    await asleep(id);
    await worker.kill();
    await server.kill();
    await server.heal();
    worker = rig.startWorker();
    const failed = await rig.deciding(id);
    expect(failed.conclusion).toContain('was cut off earlier with its outcome unknown');
    expect(await ledger()).toEqual(['applied']);
    expect(await rig.giveUp(id)).toMatchObject({ status: 'failed' });
  });

  test('the records on the server are deleted: its outcome is unknown, and nothing runs by itself', async () => {
    const id = await rig.submit({
      serverId,
      plan: plan([milestone('one', [slowOnce('after the sleep', false)])]),
    });
    await asleep(id);
    await worker.kill();
    await killUnit();
    await server.exec('rm -rf /var/lib/milepost /run/milepost*');
    worker = rig.startWorker();
    const failed = await rig.deciding(id);
    expect(failed.status).toBe('deciding');
    expect(failed.conclusion).toMatch(/records (were lost|on the server were deleted)/);
    expect(await ledger()).toEqual(['applied']);
    await transaction(rig.db, (tx) =>
      decide(tx, { operationId: id, point: failed.decisionPoint, by: 'ada', choice: { action: 'retry' } }),
    );
    expect(await rig.ended(id)).toMatchObject({ status: 'completed' });
  });
});

test('the link is lost for a while: told, tried again without limit, and told when it is back', async () => {
  const slow = state('slow', {
    check: '[ -e /root/ledger.done ]',
    apply:
      'for i in $(seq 200); do echo line $i; sleep 0.1; done; echo applied >>/root/ledger; : >/root/ledger.done',
  });
  const id = await rig.submit({ serverId, plan: plan([milestone('one', [slow])]) });
  await waitUntil('output', async () => (await rig.output(id, 1)).includes('line 5'));
  await server.cut();
  await waitUntil('the notice', async () => {
    const { notice } = await rig.operation(id);
    return (notice as { kind?: string } | null)?.kind === 'reconnecting';
  });
  await waitUntil('the event', async () => (await rig.history(id)).includes('link_lost'));
  await server.heal();
  expect(await rig.ended(id)).toMatchObject({ status: 'completed', notice: null });
  expect(await rig.history(id)).toContain('link_back');
  expect(await rig.output(id, 1)).toBe(Array.from({ length: 200 }, (_, i) => `line ${i + 1}\n`).join(''));
  expect(await ledger()).toEqual(['applied']);
});

test(
  'a long output is kept in part, and costs the worker no memory to speak of',
  { timeout: 180_000 },
  async () => {
    const loud = state('loud', {
      check: '[ -e /root/ledger.done ]',
      apply:
        "yes 'a line of output that says nothing at all' | head -c 60000000; : >/root/ledger.done; echo the end",
    });
    const id = await rig.submit({ serverId, plan: plan([milestone('one', [loud])]) });
    expect(await rig.ended(id, 150)).toMatchObject({ status: 'completed' });
    const [command] = await rig.db.command.findMany({ where: { operationId: id } });
    expect(Number(command?.nextOffset)).toBe(60_000_008);
    expect(Number(command?.gapTo) - Number(command?.gapFrom)).toBeGreaterThan(40_000_000);
    const output = await rig.output(id, 1);
    expect(output.length).toBeLessThan(20_000_000);
    expect(output.endsWith('the end\n')).toBe(true);
    expect(worker.peakMemory()).toBeLessThan(600 * 1024 * 1024);
  },
);
