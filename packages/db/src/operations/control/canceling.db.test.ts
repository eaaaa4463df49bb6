import { freeText } from '@milepost/contract/free-text';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Prisma } from '../../generated/client';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { WEEK_MS, drive } from '../../testing/drive';
import { appendOutput } from '../output/append-output';
import { requestCancel } from './request-cancel';
import { prepareClose, finalizeOperation } from '../lifecycle/close-operation';
import { finishMilestone } from '../milestones/finish-milestone';
import { recordMark } from '../milestones/record-run';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, milestone, eventTypes, runningOperation } = operationFixtures(db);

const CLEAN = { code: 'clean', dpkg: null } as const;

describe('canceling', () => {
  test('says who and why, raises the fence, posts one cancellation', async () => {
    const { operationId } = await runningOperation();
    const { fence } = await row(operationId);
    const ask = () =>
      transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: 'wrong server' }));
    await Promise.all([ask(), ask()]);
    expect(await row(operationId)).toMatchObject({
      status: 'canceling',
      fence: fence + 1,
      cancelRequestedBy: 'ada',
    });
    expect(await db.outbox.count({ where: { operationId, kind: 'cancel' } })).toBe(1);
    expect(await drive(db, operationId).next()).toMatchObject({ type: 'wait', status: 'canceling' });
  });

  test('a milestone that ends meanwhile moves nothing on, and the close says what was stopped', async () => {
    const { operationId, serverId, driven } = await runningOperation();
    const { id: commandId } = await driven.begin(1);
    await transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
    const answer = { kind: 'failed' };
    const result = { kind: 'failed', failure: freeText('Terminated.') } as const;
    const finished = {
      operationId,
      milestone: 1,
      attemptKey: 'first',
      commandId,
      answer,
      result,
      decisionTimeoutMs: WEEK_MS,
    };
    expect(await transaction(db, (tx) => finishMilestone(tx, finished))).toMatchObject({ type: 'wait' });
    await transaction(db, (tx) => prepareClose(tx, { operationId, canceled: null }));
    const closed = { operationId, stopped: CLEAN, unverifiedCommand: null, record: null };
    expect(await transaction(db, (tx) => finalizeOperation(tx, closed))).toBe('canceled');
    expect((await row(operationId)).conclusion).toEqual({ code: 'canceled', by: 'ada', stopped: CLEAN });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'failed' });
    expect(await db.installation.findFirstOrThrow({ where: { serverId } })).toMatchObject({
      status: 'failed',
    });
  });

  test('a cancellation in Temporal alone is stored as well', async () => {
    const { operationId } = await runningOperation();
    const canceled = { by: 'temporal-cli', reason: 'from the command line' };
    await transaction(db, (tx) => prepareClose(tx, { operationId, canceled }));
    expect(await row(operationId)).toMatchObject({
      cancelRequestedBy: 'temporal-cli',
      cancelReason: canceled.reason,
    });
    await expect(
      transaction(db, (tx) => requestCancel(tx, { operationId: randomUUID(), by: 'ada', reason: null })),
    ).rejects.toMatchObject({ code: 'operation_not_found' });
  });
});

describe('all at once', () => {
  test('output, marks, events, a cancellation and the end neither deadlock nor lose anything', async () => {
    const { operationId, driven } = await runningOperation();
    const { id: commandId } = await driven.begin(1);
    const each = async (work: (nth: number) => Promise<unknown>): Promise<void> => {
      for (let nth = 0; nth < 20; nth++) await work(nth);
    };
    const bytes = new Uint8Array(1000);
    const answer = { kind: 'done' };
    await Promise.all([
      each((nth) => appendOutput(db, { operationId, commandId, milestone: 1, offset: nth * 1000, bytes })),
      each((nth) => appendOutput(db, { operationId, commandId, milestone: 1, offset: nth * 1000, bytes })),
      each((nth) =>
        recordMark(db, { operationId, milestone: 1, commandId, count: nth + 1, state: 1, phase: 'check' }),
      ),
      each(() => transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }))),
      each(() =>
        transaction(db, (tx) =>
          finishMilestone(tx, {
            ...{ operationId, milestone: 1, attemptKey: 'first', commandId, answer },
            result: { kind: 'done', applied: 1 },
            decisionTimeoutMs: WEEK_MS,
          }),
        ),
      ),
    ]);
    const command = await db.command.findUniqueOrThrow({ where: { id: commandId } });
    expect(command.nextOffset).toBe(20_000n);
    expect(await db.output.count({ where: { operationId, mark: { equals: Prisma.DbNull } } })).toBe(20);
    expect(await eventTypes(operationId)).toHaveLength((await row(operationId)).lastEvent);
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
    expect(await driven.close()).toBe('canceled');
  });
});
