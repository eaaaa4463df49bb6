import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('link');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

/** Between two looks of waitUntil, with what a look takes. */
const POLLED_MS = 500;

async function noticeOf(id: string): Promise<{ kind: string; since: string } | null> {
  const { notice } = await stage.harness.operation(id);
  return notice as { kind: string; since: string } | null;
}

const LINES = 200;
const talking = state('talking', {
  check: '[ -e /root/ledger.done ]',
  apply: `n=0; until [ $n = ${LINES} ]; do n=$((n + 1)); echo line $n; sleep 0.1; done; echo applied >>/root/ledger; : >/root/ledger.done`,
});
const whole = Array.from({ length: LINES }, (_, n) => `line ${n + 1}\n`).join('');

test('half open, by a cable that is pulled: noticed within 30 s, reported, retried without limit, and reported when it is back', async () => {
  const { harness, server, serverId, all } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [talking])]) });
  await waitUntil('output', async () => (await harness.output(id, 1)).includes('line 5'));
  await server.cut();
  const cutAt = Date.now();
  await waitUntil('the silence', async () => (await noticeOf(id))?.kind === 'silent', 10);
  expect(Date.now() - cutAt).toBeLessThan(5_500 + POLLED_MS);
  const silentSince = Date.parse((await noticeOf(id))?.since ?? '');
  // The last byte came before the cable was cut; two seconds at the most between two keepalive replies.
  expect(silentSince - cutAt).toBeLessThan(200);
  await waitUntil('the event', async () => (await harness.history(id)).includes('connection_lost'), 30);
  await waitUntil('the notice', async () => (await noticeOf(id))?.kind === 'reconnecting');
  expect(Date.parse((await noticeOf(id))?.since ?? '')).toBe(silentSince);
  await sleep(all ? 60_000 : 0);
  const healingAt = Date.now(); // the link may be back before the cable's command has returned
  await server.heal();
  expect(await harness.ended(id, 90)).toMatchObject({ status: 'completed', notice: null });
  const back = await harness.db.event.findFirstOrThrow({
    where: { operationId: id, type: 'connection_restored' },
  });
  expect((back.data as { ms: number }).ms).toBeGreaterThanOrEqual(healingAt - silentSince);
  expect(await harness.output(id, 1)).toBe(whole);
  expect(await stage.ledger()).toEqual(['applied']);
});

test('a live server whose command prints nothing for 12 s is never called silent', async () => {
  const { harness, serverId } = stage;
  const quiet = state('quiet', { check: null, apply: 'sleep 12' });
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [quiet])]) });
  const notices = new Set<string>();
  await waitUntil('the end', async () => {
    const { status, notice } = await harness.operation(id);
    if (notice !== null) notices.add(JSON.stringify(notice));
    return status === 'completed';
  });
  expect([...notices]).toEqual([]);
});

test('reset twenty times: every byte once', async () => {
  const { harness, server, serverId, chance } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [talking])]) });
  await waitUntil('output', async () => (await harness.output(id, 1)).includes('line 2'));
  for (let time = 0; time < 20; time += 1) {
    await server.exec('pkill -9 -f "^sshd: root" || :');
    await sleep(100 + chance.below(700));
  }
  expect(await harness.ended(id, 90)).toMatchObject({ status: 'completed' });
  expect(await harness.output(id, 1)).toBe(whole);
  expect(await stage.ledger()).toEqual(['applied']);
});
