import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { UNSEEN_PLAN } from '@milepost/contract/stack';
import { transaction } from '@milepost/db/client';
import { insertStackRun } from '@milepost/db/stacks/insert-run';
import type { NewStackStep } from '@milepost/db/stacks/insert-run';
import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { FailpointName } from '../../src/failpoint';
import { waitUntil } from '../harness/wait-until';
import { WorkerHarness } from '../harness/worker-harness';
import type { WorkerProcess } from '../harness/worker-process';

const server = openLab(inject('lab')).server(1);
const [address] = inject('labServers');
if (!address) throw new Error('a server is needed');

const CATALOG = fileURLToPath(new URL('../harness/packages/catalog.ts', import.meta.url));
const QUICK = { MILEPOST_RECONCILE_INTERVAL_MS: '500', MILEPOST_RECONCILE_GRACE_MS: '1000' };

let harness: WorkerHarness;
let serverId: string;
let worker: WorkerProcess;
beforeAll(async () => {
  harness = await WorkerHarness.create({ catalog: CATALOG });
  worker = harness.startWorker(QUICK);
  await worker.ready;
  ({ serverId } = await harness.join(address));
});
afterAll(async () => {
  await server.exec(
    'systemctl disable --now "milepost-listener-*" 2>/dev/null; rm -f /usr/local/lib/milepost-note-* /etc/systemd/system/milepost-listener-* /usr/local/lib/milepost-listener-*',
  );
  await harness.close();
});

function step(packageId: string, input: object, of: Partial<NewStackStep['installation']>): NewStackStep {
  return {
    ...{ packageId, title: `Install ${packageId}`, operationId: randomUUID(), input, sealedSecrets: null },
    plan: { hash: UNSEEN_PLAN, milestones: [] },
    installation: { id: randomUUID(), key: '', title: null, parentId: null, ...of },
  };
}

/** A listener, and two notes that live in it. */
async function run(port: number): Promise<{ runId: string; steps: NewStackStep[] }> {
  const parent = step('listener', { port }, { key: JSON.stringify([port]), title: `listener ${port}` });
  const notes = ['a', 'b'].map((letter) => {
    const name = `${letter}${port}`;
    return step('note', { name }, { key: name, title: `note ${name}`, parentId: parent.installation.id });
  });
  const steps = [parent, ...notes];
  const runId = randomUUID();
  const asked = {
    id: runId,
    name: 'Notes',
    serverId,
    requestDigest: new Uint8Array(),
    requestedBy: 'ada',
    steps,
  };
  await transaction(harness.db, (tx) => insertStackRun(tx, asked));
  return { runId, steps };
}

const places: [port: number, at: FailpointName][] = [
  [8731, 'delivered'],
  [8732, 'sent'],
  [8733, 'completion'],
  [8734, 'close'],
];

test.each(places)(
  'a stack continues after a worker is killed, and each operation runs once: %i, %s',
  async (port, at) => {
    const worker = harness.startWorker(QUICK);
    await worker.ready;
    await harness.strike(at);
    const { runId, steps } = await run(port);
    await waitUntil('a worker to be killed', () => harness.struck(), 60);
    harness.startWorker(QUICK);
    await waitUntil(
      'the stack to complete',
      async () =>
        (await harness.db.stackRun.findUniqueOrThrow({ where: { id: runId } })).status === 'completed',
      120,
    );
    const ids = steps.map(({ operationId }) => operationId);
    const operations = await harness.db.operation.findMany({
      where: { id: { in: ids } },
      orderBy: { startedAt: 'asc' },
    });
    expect(operations.map(({ id }) => id)).toEqual(ids);
    expect(operations.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    for (const [index, { endedAt }] of operations.entries()) {
      const next = operations[index + 1];
      if (next) expect(next.requestedAt.getTime()).toBeGreaterThanOrEqual(endedAt?.getTime() ?? Infinity);
      const history = await harness.history(operations[index]?.id ?? '');
      expect(history.filter((type) => type === 'submitted')).toHaveLength(1);
      expect(history.filter((type) => type === 'closed')).toHaveLength(1);
    }
    expect((await server.exec(`cat /usr/local/lib/milepost-note-?${port}`)).stdout).toBe(
      `a${port}\nb${port}`,
    );
  },
);
