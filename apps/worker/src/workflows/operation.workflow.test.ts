import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { workflowCode } from '../../build-worker';
import { historyNames, readHistory, writeHistory } from '../../test/harness/histories';
import { runScenario } from '../../test/harness/run-scenario';
import type { ReplayContext } from '../../test/harness/run-scenario';
import { SCENARIOS } from '../../test/harness/scenarios';
import type { Scenario } from '../../test/harness/scenarios';
import { waitUntil } from '../../test/harness/wait-until';

let stage: ReplayContext;

beforeAll(async () => {
  const address = inject('temporalAddress');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await Connection.connect({ address });
  stage = { address, engine: new Client({ connection, identity: 'player' }), code: await workflowCode() };
});
afterAll(() => stage.engine.connection.close());

/** `RECORD_HISTORIES=1 npx vitest run --project workflow operation.workflow`: only for a new scenario, never to make replay pass. */
const recording = process.env.RECORD_HISTORIES === '1';

describe('the operation workflow carries out what the rows say', () => {
  test.each(SCENARIOS)('$name', async (scenario) => {
    const handle = await runScenario(stage, scenario);
    expect((await handle.describe()).status.name).toBe(scenario.run);
    if (scenario.run === 'COMPLETED') expect(await handle.result()).toBe(scenario.outcome);
    if (recording) await writeHistory(scenario.name, await handle.fetchHistory());
  });

  test('a milestone costs 6 events', async () => {
    const [completed] = SCENARIOS;
    if (!completed) throw new Error('no scenario');
    const answers = completed.answers.flatMap((next): Scenario['answers'] =>
      next !== 'never' && next.type === 'run' ? [next, next] : [next],
    );
    const events = async (scenario: Scenario): Promise<number> =>
      (await (await runScenario(stage, scenario)).fetchHistory()).events?.length ?? 0;
    expect((await events({ ...completed, answers })) - (await events(completed))).toBe(12);
  });
});

test('a workflow of a type that only a later version knows is not run as an operation, and waits for a worker of that version', async () => {
  const taskQueue = `play-${randomUUID()}`;
  const connection = await NativeConnection.connect({ address: stage.address });
  const worker = await Worker.create({ connection, taskQueue, workflowBundle: { code: stage.code } });
  await worker.runUntil(async () => {
    const handle = await stage.engine.workflow.start('tomorrow', {
      ...{ workflowId: randomUUID(), taskQueue, args: ['an argument'] },
    });
    const failure = await waitUntil('its first task to fail', async () => {
      const { events } = await handle.fetchHistory();
      return events?.find((event) => event.workflowTaskFailedEventAttributes) ?? false;
    });
    expect(failure.workflowTaskFailedEventAttributes?.failure?.message).toContain(
      'no workflow of type tomorrow',
    );
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });
  await connection.close();
});

describe('runs that began with earlier code go on with this', async () => {
  test('every scenario has its history', async () => {
    expect((await historyNames()).sort()).toEqual(SCENARIOS.map(({ name }) => name).sort());
  });

  test.each(await historyNames())('%s', async (name) => {
    await Worker.runReplayHistory(
      { workflowBundle: { code: stage.code } },
      await readHistory(name),
      `op/${name}`,
    );
  });

  test('another activity would be noticed', async () => {
    const code = stage.code.replaceAll(
      /server\.runMilestone\.executeWithOptions/g,
      'server.verifyStopped.executeWithOptions',
    );
    expect(code).not.toBe(stage.code);
    const replay = Worker.runReplayHistory(
      { workflowBundle: { code } },
      await readHistory('completed'),
      'op/completed',
    );
    await expect(replay).rejects.toThrow(/nondeterminism|Nondeterminism/i);
  });
});
