import { openRelay } from '@milepost/lab/relay';
import type { Relay } from '@milepost/lab/relay';
import { deletePlanCheck, readPlanCheck } from '@milepost/db/plan-checks/plan-check';
import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import type { ServerFacts } from '@milepost/contract/facts';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogPlan } from '../harness/catalog-plan';
import { createCheck } from '../harness/plan-checks';
import { WorkerHarness } from '../harness/worker-harness';
import { waitUntil } from '../harness/wait-until';

const [access] = inject('labServers');
const relays: Relay[] = [];
let harness: WorkerHarness;
let facts: ServerFacts;
let total: number;
beforeAll(async () => {
  harness = await WorkerHarness.create();
  await harness.startWorker().ready;
  ({ facts } = await harness.join(access!));
  const { plan } = catalogPlan({ packageId: 'nginx', kind: 'install', facts });
  total = plan.milestones.flatMap(({ states }) => states).length;
});
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  await harness.close();
});

interface Check {
  relay: Relay;
  id: string;
  answer: Promise<InspectionResult>;
}

/** Has the worker check the plan of nginx over a link that takes `ms` each way, as somebody waits for it. */
async function checkOver(ms: number): Promise<Check> {
  const relay = await openRelay(access!);
  relays.push(relay);
  relay.delay(ms);
  const serverId = await harness.addServer({ ...access!, host: relay.host, port: relay.port });
  const id = await createCheck(harness, { serverId, facts, packageId: 'nginx', kind: 'install' });
  const answer = harness.inspect({ kind: 'preview', checkId: id });
  return { relay, id, answer };
}

const progress = (id: string) => readPlanCheck(harness.db, id);

/** The progress once some states were checked, and others were not. */
const amid = (id: string) =>
  waitUntil(
    'some results',
    async () => {
      const row = await progress(id);
      return row !== null && row.done > 0 && row.done < total && row;
    },
    60,
  );

describe.concurrent('the preview of a plan', () => {
  test.each([750, 1_500])(
    'is whole over a link of %i ms each way, and its results come as they are found',
    async (ms) => {
      const { id, answer } = await checkOver(ms);
      const first = await amid(id);
      expect(first).toMatchObject({ stage: 'checking', total });
      const checked = await answer;
      if (checked.kind !== 'preview') throw new Error(JSON.stringify(checked));
      const states = checked.milestones.flatMap((milestone) => milestone.states);
      expect(states).toHaveLength(total);
      expect(states.filter(({ is }) => is === 'unknown')).toEqual([]);
    },
    150_000,
  );

  test('keeps what a server had answered that falls silent, and says that the connection is lost', async () => {
    const { id, answer, relay } = await checkOver(750);
    await amid(id);
    relay.blackhole();
    expect(await answer).toMatchObject({ kind: 'refused', code: 'link_lost' });
    const row = await progress(id);
    expect(row?.done).toBeGreaterThan(0);
    const states = row?.milestones.flatMap((milestone) => milestone.states);
    expect(states).toHaveLength(row?.done ?? 0);
  }, 150_000);

  test('ends soon after nobody waits for it any more', async () => {
    const { id, answer } = await checkOver(1_500);
    await amid(id);
    await deletePlanCheck(harness.db, id);
    expect(await answer).toMatchObject({ kind: 'refused', code: 'unwanted' });
  }, 150_000);
});
