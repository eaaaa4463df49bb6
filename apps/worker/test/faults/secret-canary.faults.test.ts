import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FailpointName } from '../../src/failpoint';
import { command, milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('secret-canary');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const PASSWORD = `Canary-${randomUUID()}`;
/** As it is, and in the encodings it travels in; without the ends that depend on what stands beside it. */
const FORMS = [
  PASSWORD,
  Buffer.from(PASSWORD).toString('base64').slice(0, -4),
  Buffer.from(PASSWORD).toString('hex'),
];
const leaks = (where: string): string[] => FORMS.filter((form) => where.includes(form));

/** The one place where a secret may lie: the software's own configuration. */
const CONFIGURATION = '/root/secret.conf';
const READ = 'sed -n "s/^password //p" "$MP_SECRETS" | base64 -d';
const SECRETS = ['password'];

/** Writes the password, and prints it, as careless software does. */
const careless = {
  ...state('careless', { check: `[ -s ${CONFIGURATION} ]`, apply: 'true' }),
  apply: command(
    `${READ} | tee ${CONFIGURATION}; echo; ${READ} >&2; echo careless >>/root/ledger; sleep 1`,
    SECRETS,
  ),
  capture: command(`${READ} >/dev/null; echo nothing`, SECRETS),
  undo: command(`${READ}; echo; rm -f ${CONFIGURATION}; echo undone >>/root/ledger`, SECRETS),
};
/** Fails until /root/flag is there, with the password as its last words. */
const complaining = {
  ...state('complaining', { check: '[ -e /root/ledger.done ]', apply: 'true' }),
  apply: command(
    `[ -e /root/flag ] || { echo "bad password: $(${READ})" >&2; exit 1; }; : >/root/ledger.done`,
    SECRETS,
  ),
  undo: command('rm -f /root/ledger.done'),
};

/** Every row of every table, as text. */
async function everyRow(): Promise<string> {
  const { db } = stage.harness;
  const tables = await db.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  expect(tables.length).toBeGreaterThan(15);
  const texts = await Promise.all(
    tables.map(({ name }) =>
      db.$queryRawUnsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from "${name}" t`),
    ),
  );
  const outputs = await db.output.findMany();
  return [
    ...texts.flat().map(({ row }) => row),
    ...outputs.map(({ bytes }) => Buffer.from(bytes).toString('latin1')),
  ].join('\n');
}

/** Everything Temporal keeps of an operation's runs. */
async function everyHistory(id: string): Promise<string> {
  const texts: string[] = [];
  const { workflowId: wanted } = await stage.harness.workflow(id);
  for await (const { workflowId, runId } of stage.harness.engine.workflow.list()) {
    if (workflowId !== wanted) continue;
    const history = await stage.harness.engine.workflow.getHandle(workflowId, runId).fetchHistory();
    texts.push(JSON.stringify(history, (_key, value: unknown) => plain(value)));
  }
  expect(texts.length).toBeGreaterThan(0);
  return texts.join('\n');
}

/** Payloads are bytes: as text. */
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;

test('through a kill, a cut, a failure, a retry and a roll back, the password is found nowhere', async () => {
  const { harness, server, serverId, chance } = stage;
  const seen: string[] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      seen.push((await server.exec('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null')).stdout);
      await sleep(100);
    }
  })();

  const place = chance.pick<FailpointName>(['send', 'claim', 'exit-record', 'event-commit', 'completion']);
  await harness.strike(place, { milestone: 1 });
  const { worker } = stage;
  const id = await harness.submit({
    serverId,
    plan: plan([milestone('one', [careless]), milestone('two', [complaining])]),
    secrets: { password: PASSWORD },
  });
  await worker.exited;
  await stage.startWorker().ready;
  await stage.begun('careless');
  await server.cut();
  await sleep(1_000);
  await server.heal();
  await harness.awaitingDecision(id, 90);
  await stage.decide(id, { action: 'retry' });
  await waitUntil('the second question', async () => (await harness.operation(id)).decisionPoint === 2);
  await stage.decide(id, { action: 'roll_back', reason: null, removeData: false });
  expect(await harness.ended(id)).toMatchObject({ status: 'canceled' });
  over = true;
  await watching;

  // The canary did sing: each state printed it, and its stars are there.
  expect(await harness.output(id, 1)).toContain('*'.repeat(PASSWORD.length));
  expect(await harness.output(id, 2)).toContain(`bad password: ${'*'.repeat(PASSWORD.length)}`);
  expect(seen.join('')).toContain('milepost');

  expect(leaks(await everyRow())).toEqual([]);
  expect(leaks(await everyHistory(id))).toEqual([]);
  expect(leaks(harness.workers.map(({ log }) => log).join('\n'))).toEqual([]);
  expect(leaks(seen.join('\n'))).toEqual([]);
  for (const form of FORMS) {
    const { stdout } = await server.exec(
      `grep -rlaF -e '${form}' /etc /root /home /var /run /tmp /dev/shm /opt /srv || :`,
    );
    expect(stdout).toBe('');
  }
});
