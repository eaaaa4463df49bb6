import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, inject, test } from 'vitest';
import type { DurableCommand, Host } from '../../engine/host';
import { runCommand } from '../../engine/run-command';
import { ConnectionPool } from '../transport/connection-pool';
import { state } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const [access] = inject('labServers');
const trial = new SshHarness(access!);
const pool = new ConnectionPool();
afterAll(async () => {
  trial.end();
  await pool.close();
});

const CALLS = 20;

test.each([
  { what: 'a command that was already true', check: 'true' },
  { what: 'a command that ran', check: null },
])('an open connection retains nothing of $what', async ({ check }) => {
  const connect = (): Promise<Host> => pool.host(trial.target(), trial.signal);
  const spool = await (await connect()).spool();
  const finished: WeakRef<object>[] = [];
  for (let n = 0; n < CALLS; n++)
    finished.push(...(await runOnce(connect, { spool, states: [state('true', { check })] })));
  await waitUntil('everything of the finished calls to be collected', () => {
    collectGarbage();
    return finished.every((each) => each.deref() === undefined);
  });
  expect((await connect()).cachedSpool()).not.toBeNull(); // it is still the same connection
});

/** Temporal keeps an activity's context so: each promise and listener made in a call holds on to it. */
const activities = new AsyncLocalStorage<object>();

/** Runs a command as an activity does; answers with weak references to all that belonged to it alone. */
async function runOnce(
  connect: () => Promise<Host>,
  { spool, states }: Pick<DurableCommand, 'spool' | 'states'>,
): Promise<WeakRef<object>[]> {
  const activity = new AbortController();
  const pause = new AbortController();
  const run = {
    ...{ connect, secrets: {}, signal: activity.signal, pause: pause.signal },
    command: { operation: randomUUID(), key: 'step.first', fence: 1, spool, states },
    resume: { claimed: false, offset: 0, marks: 0 },
    sink: { output: () => undefined, mark: () => undefined },
    onClaimed: () => Promise.resolve(),
    onConnectionEvent: () => undefined,
  };
  const answer = await activities.run(run, () => runCommand(run));
  expect(answer.kind).toBe('done');
  return [run, run.command, run.sink, run.signal, run.pause].map((each) => new WeakRef<object>(each));
}
