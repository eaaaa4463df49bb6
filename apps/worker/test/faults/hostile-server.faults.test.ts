import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { SUPERVISOR_SHA256 } from '@milepost/packages-core/ssh/supervisor/supervisor-call';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { ledgerState, milestone, plan } from '../harness/plans';
import { FaultScenario } from './fault-scenario';

const SUPERVISOR = `/var/lib/milepost/bin/${SUPERVISOR_SHA256}`;
/** Half of the heartbeat timeout, after which another worker takes the milestone; a loaded machine alone costs a second. */
const DELAY_MS = 3_000;

let stage: FaultScenario;
let otherId: string;
let directory: string;
beforeAll(async () => {
  stage = await FaultScenario.create('hostile-server');
  directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-delays-'));
  stage.startWorker({
    NODE_OPTIONS: `--import=${new URL('../harness/measure-event-loop.mjs', import.meta.url).href}`,
    EVENT_LOOP_DELAYS: path.join(directory, 'delays'),
  });
  otherId = await stage.harness.addServer(inject('labServers')[1]!);
});
afterAll(async () => {
  await stage.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => stage.clear());

/** The event loop's longest delay in a half second since. */
async function longestDelay(since: number): Promise<number> {
  const lines = (await readFile(path.join(directory, 'delays'), 'utf8')).trim().split('\n');
  const windows = lines.map((line) => line.split(' ').map(Number) as [number, number]);
  return Math.max(...windows.filter(([at]) => at > since + 500).map(([, delay]) => delay));
}

test('a server that floods standard error without a line’s end stops its own operation and no other', async () => {
  const { harness, server, serverId } = stage;
  const flood = 'echo mp ready; echo mp ready >&2; exec cat /dev/zero >&2';
  await server.exec(`mkdir -p ${path.dirname(SUPERVISOR)}; echo '${flood}' >${SUPERVISOR}`);
  const began = Date.now();
  const hostile = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
  const milestones = Array.from({ length: 5 }, (_, n) => milestone(`step_${n}`, [ledgerState(`${n}`, 1)]));
  const honest = await harness.submit({ serverId: otherId, plan: plan(milestones) });

  const { conclusion } = await harness.awaitingDecision(hostile);
  expect(conclusion).toContain('sent more than expected. The connection was closed.');
  // Again and again, for as long as the other one takes.
  for (;;) {
    const { status } = await harness.operation(honest);
    if (status === 'completed') break;
    await harness.awaitingDecision(hostile);
    await stage.decide(hostile, { action: 'retry' });
  }
  expect(await harness.history(honest)).not.toContain('connection_lost');
  expect(await harness.db.command.findMany({ where: { operationId: honest } })).toHaveLength(
    milestones.length,
  );
  expect(await longestDelay(began)).toBeLessThan(DELAY_MS);

  await harness.awaitingDecision(hostile);
  await server.exec(`rm ${SUPERVISOR}`);
  await stage.decide(hostile, { action: 'retry' });
  expect(await harness.ended(hostile)).toMatchObject({ status: 'completed' });
});
