import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('supervisor');
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.clear();
  await stage.server.exec('rm -f /root/slept');
});

/** Writes a line, then sleeps the first time; `effect` is what the check looks at. */
const slowOnce = (effect: 'before the sleep' | 'after the sleep', idempotent: boolean) => {
  const pause = '[ -e /root/slept ] || { : >/root/slept; sleep 600; }';
  const mark = ': >/root/ledger.effect';
  return state('slow', {
    check: '[ -e /root/ledger.effect ]',
    apply: `echo applied >>/root/ledger; ${effect === 'before the sleep' ? `${mark}; ${pause}` : `${pause}; ${mark}`}`,
    idempotent,
  });
};

/** Submits it, and waits until it sleeps and its claim is stored. */
async function asleep(...of: Parameters<typeof slowOnce>): Promise<string> {
  const { harness, server, serverId } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [slowOnce(...of)])]) });
  await waitUntil('the apply to sleep', async () => (await server.exec('pgrep -x sleep')).exitCode === 0);
  await waitUntil('the claim to be known', () =>
    harness.db.command.findFirst({ where: { operationId: id, claimedAt: { not: null } } }),
  );
  return id;
}

/** Each takes the supervisor away in the middle of an apply. */
const ends: [string, () => Promise<unknown>][] = [
  ['killed with all it started', () => stage.server.exec("systemctl kill --signal=KILL 'milepost-*'")],
  // Alone: what it started lives on. The kernel itself is not made to run out of memory here.
  [
    'killed alone, as the kernel does when memory is short',
    () => stage.server.exec("pkill -9 -f '^/bin/sh [^ ]* run '"),
  ],
  ['restarted as needrestart would', () => stage.server.exec("systemctl restart 'milepost-*.service'")],
];

describe.each(ends)('a supervisor %s', (_name, end) => {
  test('an idempotent apply runs again', async () => {
    const id = await asleep('after the sleep', true);
    await end();
    expect(await stage.harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await stage.ledger()).toEqual(['applied', 'applied']);
    expect(await stage.harness.history(id)).toContain('milestone_lost');
  });

  test('an apply that is not idempotent is not run again where its check holds', async () => {
    const id = await asleep('before the sleep', false);
    await end();
    expect(await stage.harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await stage.ledger()).toEqual(['applied']);
  });

  test('an apply that is not idempotent needs a decision where its check does not hold', async () => {
    const { harness } = stage;
    const id = await asleep('after the sleep', false);
    await end();
    const { conclusion } = await harness.awaitingDecision(id);
    expect(conclusion).toContain('was interrupted earlier, and its check fails');
    expect(await stage.ledger()).toEqual(['applied']);
    await stage.decide(id, { action: 'retry' });
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await stage.ledger()).toEqual(['applied', 'applied']);
  });
});
