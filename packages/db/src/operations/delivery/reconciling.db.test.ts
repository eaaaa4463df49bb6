import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { listReconcilable } from './list-reconcilable';
import { setWorkflowStuck } from './workflow-stuck';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());
const { runningOperation, row } = operationFixtures(db);

const reconcilable = async (afterMs: number): Promise<string[]> =>
  (await listReconcilable(db, { afterMs })).map(({ id }) => id);

test('an open operation is looked at once it has been on its way for some time, an ended one never', async () => {
  const { operationId, driven } = await runningOperation();
  expect(await reconcilable(0)).toContain(operationId);
  expect(await reconcilable(60_000)).not.toContain(operationId);
  while ((await driven.next()).type === 'run') await driven.run({ kind: 'done', applied: 1 });
  await driven.close();
  expect(await reconcilable(0)).not.toContain(operationId);
});

test('an interrupted operation is looked at again where it only has to be closed', async () => {
  const { operationId } = await runningOperation();
  await db.operation.update({ where: { id: operationId }, data: { interrupted: 'run' } });
  expect(await reconcilable(0)).not.toContain(operationId);
  await db.operation.update({ where: { id: operationId }, data: { cancelRequestedBy: 'ada' } });
  expect(await reconcilable(0)).toContain(operationId);
});

test('a workflow that no worker can continue is shown and taken back once, and no other notice is touched', async () => {
  const { operationId } = await runningOperation();
  const set = (stuck: boolean) => setWorkflowStuck(db, { operationId, stuck });
  expect([await set(true), await set(true)]).toEqual([true, false]);
  expect((await row(operationId)).notice).toMatchObject({
    kind: 'waiting',
    since: expect.any(String) as string,
  });
  expect([await set(false), await set(false)]).toEqual([true, false]);
  expect((await row(operationId)).notice).toBeNull();

  const silent = { kind: 'silent', since: new Date().toISOString() };
  await db.operation.update({ where: { id: operationId }, data: { notice: silent } });
  expect([await set(true), await set(false)]).toEqual([false, false]);
  expect((await row(operationId)).notice).toEqual(silent);
});
