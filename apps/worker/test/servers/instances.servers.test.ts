import { fileURLToPath } from 'node:url';
import { openLab } from '@milepost/lab/lab';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import listener from '../harness/packages/listener';
import note from '../harness/packages/note';
import { submitPackage } from '../harness/packages/submit-package';
import { WorkerHarness } from '../harness/worker-harness';
import type { OperationRow } from '../harness/worker-harness';

const server = openLab(inject('lab')).server(1);
const [address] = inject('labServers');
if (!address) throw new Error('a server is needed');

const CATALOG = fileURLToPath(new URL('../harness/packages/catalog.ts', import.meta.url));
const PORTS = [8711, 8712] as const;

let harness: WorkerHarness;
let serverId: string;
beforeAll(async () => {
  harness = await WorkerHarness.create({ catalog: CATALOG });
  await harness.startWorker().ready;
  ({ serverId } = await harness.join(address));
});
afterAll(async () => {
  await server.exec(
    'systemctl disable --now "milepost-listener-*" 2>/dev/null; rm -f /usr/local/lib/milepost-note-* /etc/systemd/system/milepost-listener-* /usr/local/lib/milepost-listener-*',
  );
  await harness.close();
});

/** What each port says to who connects; null where nobody listens. */
const answers = (): Promise<(string | null)[]> =>
  Promise.all(
    PORTS.map(async (port) => {
      const { stdout } = await server.exec(
        `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port} && head -n 1 <&3' 2>/dev/null || :`,
      );
      return stdout.trim() || null;
    }),
  );

const files = async (): Promise<string[]> =>
  (
    await server.exec(
      'ls /etc/systemd/system/milepost-listener-*.service /usr/local/lib/milepost-listener-* /usr/local/lib/milepost-note-* 2>/dev/null || :',
    )
  ).stdout
    .split('\n')
    .filter(Boolean);

const live = (title: string) =>
  harness.db.installation.findFirstOrThrow({ where: { serverId, title, uninstalledAt: null } });

async function install(
  definition: typeof listener | typeof note,
  input: Record<string, unknown>,
  parentId?: string,
): Promise<OperationRow> {
  const asked = { definition, kind: 'install', input, serverId, ...(parentId !== undefined && { parentId }) };
  return harness.ended(await submitPackage(harness, asked));
}

/** An operation on an installation that asks nothing: its settings are those that it was installed with. */
async function on(title: string, kind: OperationKind): Promise<OperationRow> {
  const { id: installationId, packageId } = await live(title);
  const definition = packageId === listener.id ? listener : note;
  return harness.ended(await submitPackage(harness, { definition, kind, serverId, installationId }));
}

test('two installations of a package run side by side, each on its own port', async () => {
  for (const port of PORTS) expect(await install(listener, { port })).toMatchObject({ status: 'completed' });
  expect(await answers()).toEqual(['listener 8711', 'listener 8712']);
  const rows = await harness.db.installation.findMany({ where: { serverId }, orderBy: { title: 'asc' } });
  expect(rows).toMatchObject([
    { packageId: 'listener', title: 'listener 8711', status: 'active', completedInput: { port: 8711 } },
    { packageId: 'listener', title: 'listener 8712', status: 'active', completedInput: { port: 8712 } },
  ]);
});

test('a service operation is about one of two installations', async () => {
  const before = await server.exec('systemctl show -P MainPID milepost-listener-8711');
  expect(await on('listener 8712', 'stop')).toMatchObject({ status: 'completed' });
  expect(await answers()).toEqual(['listener 8711', null]);
  expect(await on('listener 8712', 'start')).toMatchObject({ status: 'completed' });
  expect(await answers()).toEqual(['listener 8711', 'listener 8712']);
  expect(await server.exec('systemctl show -P MainPID milepost-listener-8711')).toEqual(before);
});

test('a parent refuses to be uninstalled and names its child, and the other installation does not', async () => {
  const parent = await live('listener 8712');
  expect(await install(note, { name: 'hello' }, parent.id)).toMatchObject({ status: 'completed' });
  expect(await live('note hello')).toMatchObject({ parentId: parent.id, status: 'active' });

  expect(await on('listener 8712', 'uninstall')).toMatchObject({
    status: 'failed',
    conclusion: 'listener 8712 still has note hello: remove that first.',
  });
  expect(await live('listener 8712')).toMatchObject({ status: 'active' });
  expect(await answers()).toEqual(['listener 8711', 'listener 8712']);

  expect(await on('listener 8711', 'uninstall')).toMatchObject({ status: 'completed' });
  expect(await answers()).toEqual([null, 'listener 8712']);
  expect(await files()).toEqual([
    '/etc/systemd/system/milepost-listener-8712.service',
    '/usr/local/lib/milepost-listener-8712.pl',
    '/usr/local/lib/milepost-note-hello',
  ]);
});

test('a parent is uninstalled by its installed port once its child is gone', async () => {
  expect(await on('note hello', 'uninstall')).toMatchObject({ status: 'completed' });
  expect(await files()).not.toContain('/usr/local/lib/milepost-note-hello');
  expect(await on('listener 8712', 'uninstall')).toMatchObject({ status: 'completed' });
  expect(await answers()).toEqual([null, null]);
  expect(await files()).toEqual([]);
  expect(await harness.db.installation.count({ where: { serverId, uninstalledAt: null } })).toBe(0);
});
