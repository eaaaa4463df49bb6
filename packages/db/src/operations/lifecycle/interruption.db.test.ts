import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { requestCancel } from '../control/request-cancel';
import { resumeInterrupted, markInterrupted } from './interruption';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const delivered = (operationId: string) =>
  db.outbox.updateMany({ where: { operationId }, data: { claimedAt: new Date(), sentAt: new Date() } });
const interrupt = (operationId: string, runId: string): Promise<boolean> =>
  transaction(db, (tx) => markInterrupted(tx, { operationId, runId }));
const undelivered = async (operationId: string): Promise<string[]> => {
  const rows = await db.outbox.findMany({ where: { operationId, sentAt: null }, orderBy: { id: 'asc' } });
  return rows.map(({ kind }) => kind);
};

test('a canceled operation whose run was terminated gets a new run, which sees the cancellation', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
  await delivered(operationId);
  const { runId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  expect(await interrupt(operationId, runId ?? '')).toBe(true);
  expect(await db.operation.findUnique({ where: { id: operationId } })).toMatchObject({ interrupted: null });
  expect(await undelivered(operationId)).toEqual(['start']);
  await driven.open(); // which proves that the start was delivered
  expect(await undelivered(operationId)).toEqual(['cancel']);
  expect(await interrupt(operationId, runId ?? '')).toBe(false);
});

test('canceling an interrupted operation takes it up in a new run, and frees the queue that it blocks', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await driven.begin(1);
  await delivered(operationId);
  const { runId, serverId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  await interrupt(operationId, runId ?? '');
  const queue = () => db.serverQueue.findUniqueOrThrow({ where: { id: serverId } });
  expect((await queue()).blockedBy).toBe(operationId);
  await transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
  expect(await undelivered(operationId)).toEqual(['start']);
  await driven.open();
  expect(await undelivered(operationId)).toEqual(['cancel']);
  expect(await driven.close()).toBe('canceled');
  expect(await queue()).toMatchObject({ holder: null, blocked: null });
});

test('a run that was terminated before it opened the operation is marked, once; not while its start is on its way', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  expect(await interrupt(operationId, 'r1')).toBe(false);
  await delivered(operationId);
  expect(await interrupt(operationId, 'r1')).toBe(true);
  await transaction(db, (tx) => resumeInterrupted(tx, { operationId, by: 'ada' }));
  await delivered(operationId);
  expect(await interrupt(operationId, 'r1')).toBe(false);
  expect(await interrupt(operationId, 'r2')).toBe(true);
});

test('an interrupted operation without a running command releases the queue, keeps its place and is checked again', async () => {
  const serverId = await insertServer(db);
  const [first, second] = [
    await submitted(db, submission(serverId)),
    await submitted(db, submission(serverId, { packageId: 'redis' })),
  ];
  await drive(db, first).open();
  await drive(db, first).prepare();
  const { runId } = await db.operation.findUniqueOrThrow({ where: { id: first } });
  expect(await interrupt(first, runId ?? '')).toBe(true);
  expect(await db.serverQueue.findUnique({ where: { id: serverId } })).toMatchObject({
    holder: second,
    blocked: null,
  });
  await drive(db, second).complete();
  await transaction(db, (tx) => resumeInterrupted(tx, { operationId: first, by: 'ada' }));
  expect((await drive(db, first).open()).type).toBe('prepare');
});
