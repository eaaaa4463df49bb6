import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { createDatabase, transaction } from '../client';
import { submitOperation } from '../operations/lifecycle/submit-operation';
import { insertServer, submission, submitted } from '../testing/rows';
import { submitWithPlan } from '../testing/submit-with-plan';
import { EXPIRED_KINDS, deleteExpiredRows } from './delete-expired-rows';
import { deleteUnusedPlans } from './delete-unused-plans';

const db = createDatabase(inject('databaseUrl'), { poolSize: 20 });
afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.operation.deleteMany();
  await db.plan.deleteMany();
});

const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (ms: number): Date => new Date(Date.now() - ms);

const storePlan = (hash: string, createdAt: Date) =>
  db.plan.create({ data: { hash, format: 1, body: {}, createdAt } });
const plans = async () => (await db.plan.findMany({ orderBy: { hash: 'asc' } })).map(({ hash }) => hash);

test('a plan without an operation is deleted after a day; one with an operation stays', async () => {
  await submitted(db, submission(await insertServer(db)));
  await db.plan.updateMany({ data: { createdAt: ago(9 * DAY_MS) } });
  await storePlan('old', ago(DAY_MS + 60_000));
  await storePlan('recent', ago(DAY_MS - 60_000));
  expect(await deleteUnusedPlans(db)).toBe(1);
  expect(await plans()).toEqual(['plan-of-nginx', 'recent']);
});

test('a plan that was previewed stays while an operation waits to be compiled', async () => {
  const asked = submission(await insertServer(db));
  await storePlan(asked.plan.hash, ago(2 * DAY_MS));
  await transaction(db, (tx) => submitOperation(tx, asked));
  expect(await deleteUnusedPlans(db)).toBe(0);
});

test('several workers clean up at once, each plan once', async () => {
  const rows = Array.from({ length: 230 }, (_, n) => ({
    hash: `old-${n}`,
    format: 1,
    body: {},
    createdAt: ago(2 * DAY_MS),
  }));
  await db.plan.createMany({ data: rows });
  const deleted = await Promise.all(Array.from({ length: 4 }, () => deleteUnusedPlans(db)));
  expect(deleted.reduce((sum, each) => sum + each)).toBe(230);
  expect(await plans()).toEqual([]);
});

/** Holds each worker after an operation got its plan and before PostgreSQL checks that the plan is there. */
async function holdPlans(): Promise<{ reached: () => Promise<void>; release: () => Promise<void> }> {
  await db.$executeRaw`
    create or replace function hold_plan() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(4711); return null; end'`;
  // PostgreSQL fires triggers of one kind by name, and that of the foreign key begins with "RI_".
  await db.$executeRaw`create trigger "A_hold" after update of plan_hash on operations for each row execute function hold_plan()`;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let locked: () => void = () => undefined;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const holding = transaction(db, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(4711)`;
    locked();
    await held;
  });
  await isLocked;
  return {
    reached: () =>
      vi.waitFor(async () => {
        const [waiting] = await db.$queryRaw<{ n: number }[]>`
          select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`;
        expect(waiting?.n).toBe(1);
      }),
    release: async () => {
      release();
      await holding;
      await db.$executeRaw`drop trigger "A_hold" on operations`;
    },
  };
}

test('a plan that an operation is getting while cleanup runs is not deleted under it', async () => {
  const asked = submission(await insertServer(db));
  await storePlan(asked.plan.hash, ago(2 * DAY_MS));
  const hold = await holdPlans();
  const submitting = transaction(db, (tx) => submitWithPlan(tx, asked));
  submitting.catch(() => undefined);
  await hold.reached();
  expect(await deleteUnusedPlans(db)).toBe(0);
  await hold.release();
  expect(await submitting).toEqual({ created: true });
  expect(await plans()).toEqual([asked.plan.hash]);
});

test('a plan that an operation gets while cleanup is deleting it is stored again', async () => {
  const asked = submission(await insertServer(db));
  await storePlan(asked.plan.hash, ago(2 * DAY_MS));
  let submitting: Promise<{ created: boolean }> | undefined;
  await transaction(db, async (tx) => {
    await tx.$executeRaw`delete from plans where hash = ${asked.plan.hash}`;
    submitting = transaction(db, (other) => submitWithPlan(other, asked));
    submitting.catch(() => undefined);
    await vi.waitFor(async () => {
      const [blocked] = await db.$queryRaw<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
      expect(blocked?.n).toBe(1);
    });
  });
  expect(await submitting).toEqual({ created: true });
  expect(await plans()).toEqual([asked.plan.hash]);
});

test('what has expired is deleted, what may still be used stays', async () => {
  const HOUR_MS = 60 * 60 * 1000;
  const [past, future] = [ago(60_000), new Date(Date.now() + HOUR_MS)];
  const user = await db.user.create({
    data: { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'owner' },
  });
  const link = { tokenHash: '', email: 'grace@example.com', role: 'viewer', createdById: user.id } as const;
  for (const [name, expiresAt, usedAt] of [
    ['open', future, null],
    ['just expired', past, null],
    ['just used', future, past],
    ['expired', ago(2 * DAY_MS), null],
    ['used', future, ago(2 * DAY_MS)],
  ] as const) {
    await db.invitation.create({ data: { ...link, id: name, tokenHash: name, expiresAt, usedAt } });
    await db.ownerLink.create({ data: { tokenHash: name, expiresAt, usedAt } });
  }
  for (const [id, expiresAt] of [
    ['valid', future],
    ['expired', past],
  ] as const) {
    await db.session.create({ data: { id, token: id, userId: user.id, expiresAt } });
    await db.verification.create({ data: { id, identifier: id, value: '', expiresAt } });
  }
  for (const [id, at] of [
    ['recent', Date.now()],
    ['old', Date.now() - 2 * HOUR_MS],
  ] as const)
    await db.rateLimit.create({ data: { id, key: id, count: 1, lastRequest: BigInt(at) } });
  const check = { serverId: 's', packageId: 'nginx', kind: 'install', input: {}, planHash: 'h' } as const;
  await db.planCheck.create({ data: { ...check, id: 'recent' } });
  await db.planCheck.create({ data: { ...check, id: 'old', createdAt: ago(2 * HOUR_MS) } });
  const report = { installationId: 'i' };
  await db.serviceReport.create({ data: { ...report, id: 'recent' } });
  await db.serviceReport.create({ data: { ...report, id: 'old', createdAt: ago(2 * HOUR_MS) } });
  await db.outbox.deleteMany();
  for (const sentAt of [null, ago(29 * DAY_MS), ago(31 * DAY_MS)])
    await db.outbox.create({ data: { operationId: randomUUID(), kind: 'wake', sentAt } });
  await db.request.deleteMany();
  const request = { kind: 'adopt_cluster', requestedBy: 'ada' };
  for (const answeredAt of [null, ago(300 * DAY_MS), ago(400 * DAY_MS)])
    await db.request.create({ data: { ...request, answeredAt } });

  for (const [hash, createdAt] of [
    ['recent', ago(HOUR_MS)],
    ['old', ago(2 * DAY_MS)],
  ] as const)
    await db.observation.create({ data: { hash, body: [], createdAt } });

  const serverId = await insertServer(db);
  for (const [id, endedAt] of [
    ['recent', ago(364 * DAY_MS)],
    ['old', ago(366 * DAY_MS)],
    ['open', null],
  ] as const)
    await db.stackRun.create({
      data: {
        ...{ id, name: 'Web server', serverId, requestDigest: new Uint8Array(), requestedBy: 'ada', endedAt },
        steps: {
          create: {
            ...{ n: 1, packageId: 'nginx', title: 'Install nginx', installationId: id, input: {} },
            ...{ shownHash: 'hash', operationId: id },
          },
        },
      },
    });

  const deleted = Object.fromEntries(
    await Promise.all(EXPIRED_KINDS.map(async (kind) => [kind, await deleteExpiredRows(db, kind)])),
  ) as object;
  expect(deleted).toEqual({
    ...{ sessions: 1, verifications: 1, invitations: 2, ownerLinks: 2 },
    ...{ rateLimits: 1, planChecks: 1, serviceReports: 1, deliveries: 1, requests: 1 },
    ...{ observations: 1, stackRuns: 1 },
  });
  expect((await db.stackRun.findMany()).map(({ id }) => id).sort()).toEqual(['open', 'recent']);
  expect(await db.stackRunStep.count()).toBe(2);
  const kept = ['just expired', 'just used', 'open'];
  expect((await db.invitation.findMany()).map(({ id }) => id).sort()).toEqual(kept);
  expect((await db.ownerLink.findMany()).map(({ tokenHash }) => tokenHash).sort()).toEqual(kept);
  expect((await db.session.findMany()).map(({ id }) => id)).toEqual(['valid']);
  expect((await db.planCheck.findMany()).map(({ id }) => id)).toEqual(['recent']);
  expect(await db.outbox.count()).toBe(2);
  expect(await db.request.count()).toBe(2);
});
