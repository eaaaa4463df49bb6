import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { milestone, plan, state } from '../harness/plans';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('output');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const MB_100 = 104_857_600;

test('100 MB on standard error is kept in part, stalls nothing, and costs the worker no memory to speak of', async () => {
  const { harness, serverId, worker } = stage;
  const loud = state('loud', {
    check: '[ -e /root/ledger.done ]',
    apply: `yes 'a line of output that says nothing at all' | head -c ${MB_100} >&2; : >/root/ledger.done; echo the end`,
  });
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [loud])]) });
  expect(await harness.ended(id, 200)).toMatchObject({ status: 'completed' });
  const [command] = await harness.db.command.findMany({ where: { operationId: id } });
  expect(Number(command?.nextOffset)).toBe(MB_100 + 'the end\n'.length);
  expect(Number(command?.gapTo) - Number(command?.gapFrom)).toBeGreaterThan(80_000_000);
  const output = await harness.output(id, 1);
  expect(output.length).toBeLessThan(20_000_000);
  expect(output.endsWith('the end\n')).toBe(true);
  expect(worker.peakMemory()).toBeLessThan(600 * 1024 * 1024);
});

test('a command that asks a question gets no answer and fails; it does not wait for one', async () => {
  const { harness, serverId } = stage;
  const asking = state('asking', {
    check: 'false',
    apply: 'read -r answer || echo "nobody answers"; read -r answer </dev/tty || exit 5',
  });
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [asking])]) });
  await harness.awaitingDecision(id);
  expect(await harness.output(id, 1)).toContain('nobody answers');
  expect(await harness.giveUp(id)).toMatchObject({ status: 'failed' });
});
