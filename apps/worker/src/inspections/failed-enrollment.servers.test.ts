import { openLab } from '@milepost/lab/lab';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { WorkerHarness } from '../../test/harness/worker-harness';
import { waitUntil } from '../../test/harness/wait-until';

let harness: WorkerHarness;
const server = openLab(inject('lab')).server(1);
const [first] = inject('labServers');
if (!first) throw new Error('a server is needed');
const address = first;
/** With it each login of root takes a while, and so the time between the key's installation and its first use. */
const RC = '/root/.ssh/rc';

beforeAll(async () => {
  harness = await WorkerHarness.create();
  await harness.startWorker().ready;
});
afterAll(() => harness.close());
beforeEach(() => harness.db.server.deleteMany());
afterEach(() => server.exec(`rm -f ${RC}; sed -i '/ milepost-/d' /root/.ssh/authorized_keys`));

const ownKeys = async (): Promise<number> =>
  Number((await server.exec(`grep -c ' milepost-' /root/.ssh/authorized_keys`)).stdout);
const keyInstalled = () => waitUntil('the key to be installed', async () => (await ownKeys()) === 1, 30);
const row = (id: string) =>
  harness.db.server.findUniqueOrThrow({ where: { id }, include: { credentials: true, login: true } });

test('a worker that is killed after it installed the key is followed by one that joins with the same key', async () => {
  await server.exec(`echo 'sleep 3' >${RC}`);
  const id = await harness.addLogin(address, 'root', { privateKey: address.privateKey });
  const joining = harness.inspect({ kind: 'enroll', serverId: id });
  await keyInstalled();
  await Promise.all(harness.workers.map((worker) => worker.kill()));
  await server.exec(`rm ${RC}`);
  await harness.startWorker().ready;
  expect(await joining).toEqual({ kind: 'enroll', status: 'ready' });
  expect(await ownKeys()).toBe(1);
  expect((await row(id)).credentials).toHaveLength(1);
});

test('a server that cannot be reached after the key was installed says where it may be, and joins later with the same key', async () => {
  await server.exec(`echo 'sleep 5' >${RC}`);
  const id = await harness.addLogin(address, 'root', { privateKey: address.privateKey });
  const joining = harness.inspect({ kind: 'enroll', serverId: id });
  await keyInstalled();
  await server.cut();
  try {
    expect(await joining).toMatchObject({
      kind: 'refused',
      problem: { keyMayRemain: true },
    });
  } finally {
    await server.heal();
  }
  expect(await row(id)).toMatchObject({
    status: 'enrollment_failed',
    problem: { keyMayRemain: true },
  });
  await server.exec(`rm ${RC}`);
  await harness.db.server.update({ where: { id }, data: { status: 'enrolling' } });
  expect(await harness.inspect({ kind: 'enroll', serverId: id })).toEqual({
    kind: 'enroll',
    status: 'ready',
  });
  expect(await ownKeys()).toBe(1);
});

test('a server that is removed while it joins gets its key taken back', async () => {
  await server.exec(`echo 'sleep 3' >${RC}`);
  const id = await harness.addLogin(address, 'root', { privateKey: address.privateKey });
  const joining = harness.inspect({ kind: 'enroll', serverId: id });
  await keyInstalled();
  await harness.db.server.update({ where: { id }, data: { status: 'removed', removedAt: new Date() } });
  expect(await joining).toMatchObject({ kind: 'refused', problem: { code: 'server_removed' } });
  expect(await ownKeys()).toBe(0);
});
