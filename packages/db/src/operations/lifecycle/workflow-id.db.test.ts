import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { applyRequests } from '../../requests/apply-requests';
import { insertServer, submission, submitted } from '../../testing/rows';
import { listReconcilable, readUnmarked } from '../delivery/list-reconcilable';
import { readOperations } from '../views/read-operations';
import { acceptSubmission } from './accept-submission';
import { readStart } from './read-start';
import { submitOperation } from './submit-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

/** Three ids that begin alike, and the name of a server that no other test has. */
let server: string;
let ids: [string, string, string];
beforeEach(() => {
  server = `web-${randomUUID().slice(0, 8)}`;
  const alike = randomUUID().slice(0, 4);
  const id = (rest: string) => `${alike}${rest}${randomUUID().slice(8)}`;
  const eight = randomUUID().slice(0, 4);
  ids = [id(eight), id(eight), id(eight)];
});

const workflowId = async (id: string) => (await readStart(db, id)).workflowId;
/** Servers whose names differ, but not as part of an id. */
const alike = () => insertServer(db, server + '.'.repeat(ends++));
let ends = 0;
const install = async (id: string, packageId = 'nginx') =>
  submitted(db, submission(await alike(), { id, packageId }));

test('a workflow id that an operation has is not given to another one', async () => {
  for (const id of ids) await install(id);
  expect(await Promise.all(ids.map(workflowId))).toEqual([
    `install-nginx-${server}-${ids[0].slice(0, 4)}`,
    `install-nginx-${server}-${ids[1].slice(0, 8)}`,
    `install-nginx-${server}-${ids[2].replaceAll('-', '')}`,
  ]);
});

test('operations that are accepted at the same moment get different workflow ids', async () => {
  const asked = await Promise.all(ids.map(async (id) => submission(await alike(), { id })));
  for (const one of asked) await transaction(db, (tx) => submitOperation(tx, one));
  const problems: unknown[] = [];
  for (let round = 0; round < 3; round++)
    await applyRequests(db, ({ problem }) => problem && problems.push(problem));
  expect(problems).toEqual([]);
  expect(new Set(await Promise.all(ids.map(workflowId))).size).toBe(3);
  expect(await db.operation.count({ where: { id: { in: ids }, workflowId: null } })).toBe(0);
});

test('the workflow id stays what it is when the server gets another name', async () => {
  const id = await install(ids[0]);
  const before = await workflowId(id);
  const { serverId } = await db.operation.findUniqueOrThrow({ where: { id } });
  await db.server.update({ where: { id: serverId }, data: { name: 'renamed' } });
  await transaction(db, (tx) => acceptSubmission(tx, { operationId: id }));
  expect(await workflowId(id)).toBe(before);
});

test('an operation has no workflow before a worker has accepted it', async () => {
  const asked = submission(await insertServer(db));
  await transaction(db, (tx) => submitOperation(tx, asked));
  expect(await readOperations(db, [asked.id])).toMatchObject([{ workflowId: null }]);
});

test('what a worker of an earlier version accepted has the workflow id that it gave', async () => {
  const id = await install(ids[0]);
  await db.operation.update({ where: { id }, data: { workflowId: null } });
  expect(await workflowId(id)).toBe(`operation/${id}`);
  expect(await readOperations(db, [id])).toMatchObject([{ workflowId: `operation/${id}` }]);
  expect(await listReconcilable(db, { afterMs: 0 })).toContainEqual({
    ...{ id, runId: null, workflowId: `operation/${id}` },
  });
});

test('a terminated run is that of the operation whose workflow it was', async () => {
  const [one, other] = [await install(ids[0]), await install(ids[1], 'redis')];
  const runs = await Promise.all(
    [one, other].map(async (id) => ({ workflowId: await workflowId(id), runId: `run of ${id}` })),
  );
  await db.operation.update({ where: { id: other }, data: { runId: 'a later run' } });
  const unknown = { workflowId: 'inspect/preview/web/ada', runId: 'a run' };
  expect(await readUnmarked(db, [...runs, unknown])).toEqual([{ ...runs[0], operationId: one }]);
});
