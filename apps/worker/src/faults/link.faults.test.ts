import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { milestone, plan, state } from '../testing/plans';
import { waitUntil } from '../testing/wait-until';
import { Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.create('link');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const LINES = 200;
const talking = state('talking', {
  check: '[ -e /root/ledger.done ]',
  apply: `n=0; until [ $n = ${LINES} ]; do n=$((n + 1)); echo line $n; sleep 0.1; done; echo applied >>/root/ledger; : >/root/ledger.done`,
});
const whole = Array.from({ length: LINES }, (_, n) => `line ${n + 1}\n`).join('');

test('half open, by a cable that is pulled: noticed within 30 s, told, tried without limit, told when it is back', async () => {
  const { rig, server, serverId, all } = stage;
  const id = await rig.submit({ serverId, plan: plan([milestone('one', [talking])]) });
  await waitUntil('output', async () => (await rig.output(id, 1)).includes('line 5'));
  await server.cut();
  await waitUntil('the event', async () => (await rig.history(id)).includes('link_lost'), 30);
  await waitUntil('the notice', async () => {
    const { notice } = await rig.operation(id);
    return (notice as { kind?: string } | null)?.kind === 'reconnecting';
  });
  await sleep(all ? 60_000 : 0);
  await server.heal();
  expect(await rig.ended(id, 90)).toMatchObject({ status: 'completed', notice: null });
  expect(await rig.history(id)).toContain('link_back');
  expect(await rig.output(id, 1)).toBe(whole);
  expect(await stage.ledger()).toEqual(['applied']);
});

test('reset twenty times: every byte once', async () => {
  const { rig, server, serverId, chance } = stage;
  const id = await rig.submit({ serverId, plan: plan([milestone('one', [talking])]) });
  await waitUntil('output', async () => (await rig.output(id, 1)).includes('line 2'));
  for (let time = 0; time < 20; time += 1) {
    await server.exec('pkill -9 -f "^sshd: root" || :');
    await sleep(100 + chance.below(700));
  }
  expect(await rig.ended(id, 90)).toMatchObject({ status: 'completed' });
  expect(await rig.output(id, 1)).toBe(whole);
  expect(await stage.ledger()).toEqual(['applied']);
});
