import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import type { MilestoneCount } from '@milepost/db/operations/milestones/record-count';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import type { ServerFacts } from '@milepost/contract/facts';
import { withLibraries } from '@milepost/packages-core/dsl/plan/libraries';
import { catalogPlan } from '../harness/catalog-plan';
import { milestone, plan, state } from '../harness/plans';
import { WorkerHarness } from '../harness/worker-harness';
import { waitUntil } from '../harness/wait-until';
import type { WorkerProcess } from '../harness/worker-process';

let harness: WorkerHarness;
let worker: WorkerProcess;
let serverId: string;
let facts: ServerFacts;
const server = openLab(inject('lab')).server(1);

beforeAll(async () => {
  harness = await WorkerHarness.create();
  worker = harness.startWorker();
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  await worker.ready;
  ({ serverId, facts } = await harness.join(first));
});
afterAll(() => harness.close());

/** Perl, because dpkg's locks are fcntl locks, which flock(1) cannot take. Held until the file named after it goes. */
async function hold(file: string): Promise<void> {
  await server.exec(
    `cat >/root/hold.pl && : >/root/held && systemd-run -q --collect perl /root/hold.pl ${file}`,
    {
      input: `use Fcntl; $0 = 'unattended-upgr';
open F, '+>>', $ARGV[0] or die;
my $lock = pack('ssx![q]qqi', F_WRLCK, 0, 0, 0, 0);
fcntl(F, F_SETLK, $lock) or die;
sleep 1 while -e '/root/held';
`,
    },
  );
  await waitUntil('the lock to be held', async () => {
    const { stdout } = await server.exec(`grep -c ":$(stat -c %i ${file}) " /proc/locks`);
    return stdout !== '0';
  });
}

/** Every notice and count that is stored while an operation runs. */
async function watched(id: string, seen: { notices: unknown[]; counts: (MilestoneCount & { n: number })[] }) {
  await waitUntil(
    `operation ${id} to end`,
    async () => {
      const [view] = await readOperations(harness.db, [id]);
      if (view?.notice) seen.notices.push(view.notice);
      for (const { n, count } of view?.milestones ?? []) if (count) seen.counts.push({ ...count, n });
      return view?.endedAt;
    },
    150,
  );
  return harness.operation(id);
}

test.each([
  ['/var/lib/apt/lists/lock', 'the package lists'],
  ['/var/lib/dpkg/lock-frontend', "dpkg's lock"],
])(
  'an install waits visibly while %s is held, and goes on',
  async (file, what) => {
    await server.exec('rm -f /run/milepost-apt-lists; apt-get -qy purge nginx nginx-common', {
      timeout: 100_000,
    });
    await hold(file);
    const id = await harness.submit({
      serverId,
      ...catalogPlan({ packageId: 'nginx', kind: 'install', facts }),
    });
    const notice = await waitUntil(
      'the notice',
      async () => (await readOperations(harness.db, [id]))[0]?.notice,
    );
    expect(notice).toMatchObject({
      kind: 'waiting',
      for: expect.stringMatching(
        `^another package manager [(].+, process \\d+[)] to release ${what}$`,
      ) as string,
    });
    await sleep(inject('faults').all ? 120_000 : 0);
    await server.exec('rm /root/held');
    await waitUntil(
      'the notice to go',
      async () => (await readOperations(harness.db, [id]))[0]?.notice === null,
    );
    expect(await harness.ended(id, 150)).toMatchObject({ status: 'completed', notice: null });
  },
  300_000,
);

test('apt counts packages up to their total', async () => {
  await server.exec('apt-get -qy purge nginx nginx-common; apt-get clean', { timeout: 100_000 });
  const seen = { notices: [], counts: [] as (MilestoneCount & { n: number })[] };
  const id = await harness.submit({
    serverId,
    ...catalogPlan({ packageId: 'nginx', kind: 'install', facts }),
  });
  expect(await watched(id, seen)).toMatchObject({ status: 'completed', percentage: 100 });
  expect(seen.counts).toContainEqual(
    expect.objectContaining({ label: 'Setting up', done: 2, total: 2, unit: 'packages' }),
  );
  expect(seen.notices).toEqual([]);
  const failed = seen.counts.filter(({ done, total }) => done > total);
  expect(failed).toEqual([]);
}, 300_000);

test('a count goes on after the worker was killed, and reaches its total', async () => {
  const counting = state('counted', {
    check: '[ -e /root/counted ]',
    apply: withLibraries(`n=0
while [ "$n" -lt 40 ]; do
  n=$((n + 1))
  echo "line $n"
  mp_progress "$n" 40 files Copying
  sleep 0.25
done
: >/root/counted`),
  });
  const id = await harness.submit({ serverId, plan: plan([milestone('count', [counting])]) });
  const countOf = async () => (await readOperations(harness.db, [id]))[0]?.milestones[0]?.count ?? null;
  await waitUntil('the count', async () => ((await countOf())?.done ?? 0) >= 6);
  await worker.kill();
  worker = harness.startWorker();
  await worker.ready;
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await countOf()).toMatchObject({ done: 40, total: 40, unit: 'files', label: 'Copying' });
  const output = await harness.output(id, 1);
  expect(output.match(/line \d+/g)).toHaveLength(40);
  expect((await harness.db.milestone.findFirstOrThrow({ where: { operationId: id } })).attempts).toBe(1);
}, 120_000);
