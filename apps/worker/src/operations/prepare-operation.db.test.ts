import { createDatabase, transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { advanceSnapshot } from '@milepost/db/operations/read-next-step';
import { WEEK_MS, drive } from '@milepost/db/testing/drive';
import { insertServer, submission, submitted } from '@milepost/db/testing/rows';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import { afterAll, expect, inject, test } from 'vitest';
import { prepareIfNext } from './prepare-operation';
import { createPlanReader } from './read-plan';

// One connection: whoever asked for a second within a transaction would wait for himself.
const db = createDatabase(inject('databaseUrl'), { poolSize: 1 });
afterAll(() => db.$disconnect());

const readPlan = createPlanReader(db);

/** What comes next for an operation that is opened with a plan of this format. */
async function prepared(format: number) {
  const asked = submission(await insertServer(db), { packageId: `unlisted-${format}` });
  const plan = { ...asked.plan, format, body: { format } };
  const operationId = await submitted(db, { ...asked, plan });
  await drive(db, operationId).open();
  const next = await transaction(db, async (tx) => {
    const standing = await advanceSnapshot(tx, await lockOperation(tx, operationId));
    return prepareIfNext(tx, { ...standing, readPlan, decisionTimeoutMs: WEEK_MS });
  });
  return { next, operation: await db.operation.findUniqueOrThrow({ where: { id: operationId } }) };
}

test.each([1, PLAN_FORMAT])('a plan of format %s is carried out', async (format) => {
  const { next, operation } = await prepared(format);
  expect(next).toMatchObject({ type: 'run', milestone: 1 });
  expect(operation.prepared).toBe(true);
});

test('a plan of another format is refused in a sentence, and nothing of it begins', async () => {
  const { operation } = await prepared(PLAN_FORMAT + 98);
  expect(operation).toMatchObject({ prepared: false });
  expect(JSON.stringify(operation)).toContain(`Its plan is of format ${PLAN_FORMAT + 98}`);
});
