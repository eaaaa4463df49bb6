import { randomUUID } from 'node:crypto';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { insertServer } from '../../../testing/rows';
import { webProcess } from '../../../testing/web-process';
import type { WebProcess } from '../../../testing/web-process';
import { compileAsWorker } from '../../../testing/operations';
import { compilePlan } from '../../packages/compile-plan';
import { validateRequest } from '../../packages/validate-request';

vi.mock('@milepost/packages-core/dsl/catalog', async () => {
  const { childCatalog } = await import('../../../testing/child-packages');
  return childCatalog;
});

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

interface Added {
  serverId: string;
  packageId: string;
  parentId?: string;
  input?: Record<string, unknown>;
}

/** Presses the button of an install; answers with the operation. */
async function submitInstall({ input = {}, ...added }: Added): Promise<string> {
  const request = { ...added, input, kind: 'install' };
  const made = compilePlan(await validateRequest(web.db, request), 'install');
  if (made.plan === null) throw new Error(made.problem ?? 'It cannot be compiled');
  const operationId = randomUUID();
  const form = { operationId, ...added, input, planHash: made.hash };
  await web.as('operator').packages.install(form);
  await compileAsWorker(web, { ...form, kind: 'install' });
  return operationId;
}

/** Has it installed; answers with the installation. */
async function install(added: Added): Promise<string> {
  const operationId = await submitInstall(added);
  await drive(web.db, operationId).complete();
  const { installationId } = await web.db.operation.findUniqueOrThrow({ where: { id: operationId } });
  // As a worker stores it with the first step.
  const input = { ...added.input } as Record<string, string>;
  const stored = { begunInput: input, completedInput: input };
  await web.db.installation.update({ where: { id: installationId }, data: stored });
  return installationId;
}

/** A store with a role and a database of it. */
async function storeWithChildren() {
  const server = await insertServer(web.db);
  const serverId = server.id;
  const store = await install({ serverId, packageId: 'store' });
  const within = { serverId, parentId: store };
  const role = await install({ ...within, packageId: 'store_role', input: { name: 'app' } });
  const shop = { name: 'shop', owner: role };
  const database = await install({ ...within, packageId: 'store_database', input: shop });
  return { server, store, role, database };
}

const get = (installationId: string) => web.as('viewer').installations.get({ installationId });
const previewUninstall = (installationId: string) =>
  web.as('operator').installations.preview({ installationId, kind: 'uninstall', input: {} });

describe('what lives in an installation', () => {
  test('is on its page by package, also a package of which there is none', async () => {
    const { store, role } = await storeWithChildren();
    expect((await get(store)).children).toMatchObject([
      {
        package: { id: 'store_database', title: 'Database' },
        verbs: { install: 'Create', uninstall: 'Drop' },
        items: [{ title: 'database shop', status: 'active', operation: { kind: 'install' } }],
      },
      {
        package: { id: 'store_role', title: 'Role' },
        items: [{ id: role, title: 'role app', parent: { id: store, title: 'Store' } }],
      },
    ]);
    const empty = await insertServer(web.db);
    const other = await install({ serverId: empty.id, packageId: 'store' });
    expect((await get(other)).children).toMatchObject([{ items: [] }, { items: [] }]);
    expect(await get(role)).toMatchObject({ children: [], parent: { id: store } });
  });

  test('is created on its parent by the title of the operation, and changed so', async () => {
    const { server, store, role, database } = await storeWithChildren();
    expect(await get(database)).toMatchObject({
      operation: {
        title: `Create database shop on Store, ${server.name}`,
        verbs: { install: 'Create', uninstall: 'Drop' },
        installation: { id: database, title: 'database shop', parent: { id: store, title: 'Store' } },
      },
    });
    const within = { serverId: server.id, parentId: store };
    const again = { name: 'shop', owner: role };
    const operationId = await submitInstall({ ...within, packageId: 'store_database', input: again });
    expect(await web.as('viewer').operations.get({ operationId })).toMatchObject({
      title: `Change database shop on Store, ${server.name}`,
    });
  });

  test('names what its settings choose instead of its ID', async () => {
    const { role, database } = await storeWithChildren();
    const { settings } = await get(database);
    expect(settings.find(({ name }) => name === 'owner')).toMatchObject({
      ...{ title: 'Owner', value: 'role app', installation: { id: role, title: 'role app' } },
    });
    expect(settings.find(({ name }) => name === 'name')).toMatchObject({ value: 'shop', installation: null });
  });

  test('follows its parent in the list of a server, and is not counted as a package of it', async () => {
    const { server, store, role, database } = await storeWithChildren();
    const { packages, installations } = await web.as('viewer').servers.get({ serverId: server.id });
    expect(packages.map(({ id }) => id)).toEqual([store, database, role]);
    expect(installations).toBe(1);
  });

  test('is found with its parent and its verbs in the search over everything', async () => {
    const { database } = await storeWithChildren();
    const installed = await web.as('viewer').installations.list();
    expect(installed.find(({ id }) => id === database)).toMatchObject({
      ...{ title: 'database shop', parent: 'Store', verbs: { uninstall: 'Drop' } },
    });
  });
});

describe('what a package can be added to', () => {
  test('is named with its server, and whether it can be now', async () => {
    const { server, store } = await storeWithChildren();
    const parents = await web.as('viewer').catalog.parents({ packageId: 'store_database' });
    expect(parents.find(({ id }) => id === store)).toEqual({
      ...{ id: store, title: 'Store', ready: true },
      server: { ...server, unreachable: null },
    });
    await web.db.installation.update({ where: { id: store }, data: { status: 'failed' } });
    const later = await web.as('viewer').catalog.parents({ packageId: 'store_role' });
    expect(later.find(({ id }) => id === store)).toMatchObject({ ready: false });
  });

  test('is nothing where it lives in no other', async () => {
    await storeWithChildren();
    expect(await web.as('viewer').catalog.parents({ packageId: 'store' })).toEqual([]);
  });

  test('decides which others the form offers', async () => {
    const { server, store, role } = await storeWithChildren();
    const options = async (parentId?: string) => {
      const asked = { serverId: server.id, packageId: 'store_database', kind: 'install' };
      const within = { ...asked, ...(parentId !== undefined && { parentId }) };
      return (await web.as('operator').packages.fieldOptions(within)).options;
    };
    expect(await options(store)).toEqual({ owner: [{ value: role, label: 'role app' }] });
    expect(await options(randomUUID())).toEqual({ owner: [] });
    expect(await options()).toEqual({ owner: [] });
  });
});

describe('an uninstall of a parent', () => {
  test('is refused with the names of its children, and where they are', async () => {
    const { store, role, database } = await storeWithChildren();
    const preview = await previewUninstall(store);
    expect(preview).toMatchObject({
      possible: false,
      problem: 'Store still has database shop and role app: remove those first.',
    });
    expect(preview.dependents).toEqual([
      { id: database, title: 'database shop' },
      { id: role, title: 'role app' },
    ]);
  });

  test('is refused at the button, too', async () => {
    const { store } = await storeWithChildren();
    const form = { installationId: store, kind: 'uninstall', input: {}, planHash: 'shown earlier' };
    await expect(
      web.as('operator').installations.submit({ ...form, operationId: randomUUID() }),
    ).rejects.toThrow('Store still has database shop and role app');
  });

  test('is refused for what was chosen by a sibling, which is named', async () => {
    const { role, database } = await storeWithChildren();
    expect(await previewUninstall(role)).toMatchObject({
      problem: 'database shop depends on role app: uninstall that first.',
      dependents: [{ id: database, title: 'database shop' }],
    });
  });
});

test('what lives in another installation is not created without it', async () => {
  const { id: serverId } = await insertServer(web.db);
  const asked = { serverId, packageId: 'store_role', input: { name: 'app' } };
  expect(await web.as('operator').packages.preview(asked)).toMatchObject({
    possible: false,
    problem: 'Role needs Store: install that first.',
  });
});
