import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { readOperations } from '../views/read-operations';
import { recordCount } from './record-count';
import { recordMark } from './record-run';
import { readTypicalMilestoneDurations } from '../estimates/duration-estimates';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

test('a count moves the percentage, never back, and goes when the next state begins', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  const { id: commandId } = await driven.begin(1);
  const of = { operationId, commandId, milestone: 1 };
  const seen = async () => {
    const [view] = await readOperations(db, [operationId]);
    const first = view?.milestones[0];
    return { percentage: view?.progress.percentage ?? 0, count: first?.count, at: first?.lastOutputAt };
  };
  const count = { done: 14, total: 32, unit: 'packages', label: 'Unpacking', rate: 6 };

  await recordMark(db, { ...of, count: 1, state: 1, phase: 'apply' });
  const begun = await seen();
  expect(begun).toMatchObject({ count: null, at: expect.any(Date) as Date });
  await recordCount(db, { ...of, count, stateFraction: 0.9 });
  const counted = await seen();
  expect(counted.count).toEqual(count);
  expect(counted.percentage).toBeGreaterThan(begun.percentage);
  await recordCount(db, { ...of, count: { ...count, label: 'Setting up', done: 1 }, stateFraction: 0.1 });
  expect(await seen()).toMatchObject({ percentage: counted.percentage, count: { label: 'Setting up' } });
  await recordMark(db, { ...of, count: 2, state: 1, phase: 'verify' });
  expect((await seen()).count).toMatchObject({ label: 'Setting up' });
  await recordMark(db, { ...of, count: 3, state: 2, phase: 'check' });
  expect((await seen()).count).toBeNull();

  await db.command.update({ where: { id: commandId }, data: { endedAt: new Date() } });
  await recordCount(db, { ...of, count, stateFraction: 1 });
  expect((await seen()).count).toBeNull();
});

test('what milestones usually take is known of the same kind of system only', async () => {
  const [here, other] = [await insertServer(db), await insertServer(db)];
  await db.server.update({ where: { id: here }, data: { facts: { os: 'debian', version: '12' } } });
  await db.server.update({ where: { id: other }, data: { facts: { os: 'debian', version: '13' } } });
  const like = { packageId: 'usual', kind: 'install' as const };
  const run = async (): Promise<string[]> => {
    const asked = submission(here, like);
    await drive(db, await submitted(db, asked)).complete();
    await db.milestone.updateMany({ where: { operationId: asked.id }, data: { workedMs: 8_000 } });
    await db.installation.updateMany({ where: { serverId: here }, data: { uninstalledAt: new Date() } });
    return asked.plan.milestones.map(({ id }) => id).sort();
  };
  for (let runs = 0; runs < 4; runs++) await run();
  expect(await readTypicalMilestoneDurations(db, { ...like, serverId: here })).toEqual(new Map());
  const ids = await run();
  const usual = await readTypicalMilestoneDurations(db, { ...like, serverId: here });
  expect([...usual.keys()].sort()).toEqual(ids);
  expect([...usual.values()][0]).toEqual({ from: 8_000, to: 8_000, runs: 5 });
  expect(await readTypicalMilestoneDurations(db, { ...like, serverId: other })).toEqual(new Map());
});
