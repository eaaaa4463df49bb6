import { openLab } from '@milepost/lab/lab';
import { transaction } from '@milepost/db/client';
import { decide } from '@milepost/db/operations/control/decide';
import { pauseOperation, resumeOperation } from '@milepost/db/operations/control/pause-operation';
import type { PlannedMilestone } from '@milepost/contract/plan';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { ledgerState, milestone, plan, state } from '../harness/plans';
import { WorkerHarness } from '../harness/worker-harness';
import { waitUntil } from '../harness/wait-until';

let harness: WorkerHarness;
let serverId: string;
const server = openLab(inject('lab')).server(1);
const [address] = inject('labServers');
if (!address) throw new Error('a server is needed');

beforeAll(async () => {
  harness = await WorkerHarness.create();
  serverId = await harness.addServer(address);
  await harness.startWorker().ready;
});
afterAll(() => harness.close());
beforeEach(() => server.exec('rm -f /root/ledger* /root/flag'));

const ledger = async (): Promise<string[]> =>
  (await server.exec('cat /root/ledger 2>/dev/null || :')).stdout.split('\n').filter(Boolean);

/** A package that cannot stand beside `other`: its plan says so, and no definition is needed. */
const rival = (id: string, other: string, milestones: PlannedMilestone[]) =>
  plan(milestones, {
    package: id,
    title: `Install ${id}`,
    guards: { title: id, requires: [], conflicts: [other] },
  });
const quick = (id: string, other: string) => rival(id, other, [milestone('only', [ledgerState(id)])]);
const submit = (each: ReturnType<typeof rival>) => harness.submit({ serverId, plan: each });
const refusal = (id: string, other: string) => ({
  status: 'failed',
  conclusion: `${id} cannot be installed alongside ${other}: uninstall that first.`,
});
const inStatus = (id: string, status: string) =>
  waitUntil(`${id} to be ${status}`, async () => (await harness.operation(id)).status === status);

test('two conflicting packages submitted together ten times: one is installed, the other names it', async () => {
  for (let round = 1; round <= 10; round++) {
    const [one, two] = [`maria${round}`, `my${round}`];
    const ids = await Promise.all([submit(quick(one, two)), submit(quick(two, one))]);
    const ended = await Promise.all(ids.map((id) => harness.ended(id)));
    const passed = ended.find(({ status }) => status === 'completed')?.packageId;
    const [kept, refused] = passed === one ? [one, two] : [two, one];
    expect(ended.map(({ packageId, status }) => ({ packageId, status }))).toEqual(
      [one, two].map((packageId) => ({ packageId, status: packageId === kept ? 'completed' : 'failed' })),
    );
    expect(ended.find(({ packageId }) => packageId === refused)).toMatchObject(refusal(refused, kept));
    expect((await ledger()).filter((line) => line === one || line === two)).toEqual([kept]);
  }
});

test('a paused operation still conflicts, also after it has released the queue and while it waits to resume', async () => {
  const id = await submit(rival('maria', 'my', [milestone('one', [ledgerState('a', 2), ledgerState('b')])]));
  await waitUntil('the first state to begin', async () => (await ledger()).includes('a'));
  await transaction(harness.db, (tx) => pauseOperation(tx, { operationId: id, by: 'ada', resumeAt: null }));
  await inStatus(id, 'paused');
  expect(await harness.ended(await submit(quick('my', 'maria')))).toMatchObject(refusal('my', 'maria'));
  const [again] = await Promise.all([
    submit(quick('my', 'maria')),
    transaction(harness.db, (tx) => resumeOperation(tx, { operationId: id, by: 'ada' })),
  ]);
  expect(await harness.ended(again)).toMatchObject(refusal('my', 'maria'));
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['a', 'b']);
});

test('an operation that waits for a decision still conflicts, also when it is retried', async () => {
  const breakable = state('breakable', {
    check: '[ -e /root/ledger.done ]',
    apply: '[ -e /root/flag ] || exit 4; echo breakable >>/root/ledger; : >/root/ledger.done',
  });
  const id = await submit(rival('postgres', 'my', [milestone('one', [breakable])]));
  const { decisionPoint: point } = await harness.awaitingDecision(id);
  expect(await harness.ended(await submit(quick('my', 'postgres')))).toMatchObject(refusal('my', 'postgres'));
  await server.exec('touch /root/flag');
  const choice = { action: 'retry' } as const;
  const [again] = await Promise.all([
    submit(quick('my', 'postgres')),
    transaction(harness.db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice })),
  ]);
  expect(await harness.ended(again)).toMatchObject(refusal('my', 'postgres'));
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['breakable']);
});
