import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { operationsOf } from '../testing/at-work';
import { WEEK_MS, drive } from '../testing/drive';
import { appendOutput } from './append-output';
import { askCancel } from './ask-cancel';
import { beginClosing, endOperation } from './close-operation';
import { finishMilestone } from './finish-milestone';
import { recordMark } from './record-run';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, milestone, tell, atWork } = operationsOf(db);

describe('cancelling', () => {
  test('says who and why, raises the fence, posts one cancellation', async () => {
    const { operationId } = await atWork();
    const { fence } = await row(operationId);
    const ask = () =>
      transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: 'wrong server' }));
    await Promise.all([ask(), ask()]);
    expect(await row(operationId)).toMatchObject({
      status: 'cancelling',
      fence: fence + 1,
      cancelAskedBy: 'ada',
    });
    expect(await db.outbox.count({ where: { operationId, kind: 'cancel' } })).toBe(1);
    expect(await drive(db, operationId).next()).toMatchObject({ do: 'wait', status: 'cancelling' });
  });

  test('a milestone that ends meanwhile moves nothing on, and the close says what was stopped', async () => {
    const { operationId, serverId, driven } = await atWork();
    const { id: commandId } = await driven.begin(1);
    await transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null }));
    const answer = { kind: 'failed' };
    const result = { kind: 'failed', sentence: 'Terminated.' } as const;
    const finished = {
      operationId,
      milestone: 1,
      epoch: 'first',
      commandId,
      answer,
      result,
      decideWithinMs: WEEK_MS,
    };
    expect(await transaction(db, (tx) => finishMilestone(tx, finished))).toMatchObject({ do: 'wait' });
    await transaction(db, (tx) => beginClosing(tx, { operationId, cancelled: null }));
    const closed = { operationId, stopped: 'stopped clean', unproven: null, record: null };
    expect(await transaction(db, (tx) => endOperation(tx, closed))).toBe('cancelled');
    expect((await row(operationId)).conclusion).toBe('Cancelled by ada: stopped clean.');
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'failed' });
    expect(await db.installation.findFirstOrThrow({ where: { serverId } })).toMatchObject({
      status: 'failed',
    });
  });

  test('one that comes from the workflow engine alone is written down as well', async () => {
    const { operationId } = await atWork();
    const cancelled = { by: 'temporal-cli', reason: 'from the command line' };
    await transaction(db, (tx) => beginClosing(tx, { operationId, cancelled }));
    expect(await row(operationId)).toMatchObject({
      cancelAskedBy: 'temporal-cli',
      cancelReason: cancelled.reason,
    });
    await expect(
      transaction(db, (tx) => askCancel(tx, { operationId: randomUUID(), by: 'ada', reason: null })),
    ).rejects.toMatchObject({ code: 'operation_not_found' });
  });
});

describe('all at once', () => {
  test('output, marks, events, a cancellation and the end neither deadlock nor lose anything', async () => {
    const { operationId, driven } = await atWork();
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
      each(() => transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null }))),
      each(() =>
        transaction(db, (tx) =>
          finishMilestone(tx, {
            ...{ operationId, milestone: 1, epoch: 'first', commandId, answer },
            result: { kind: 'done', applied: 1 },
            decideWithinMs: WEEK_MS,
          }),
        ),
      ),
    ]);
    const command = await db.command.findUniqueOrThrow({ where: { id: commandId } });
    expect(command.nextOffset).toBe(20_000n);
    expect(await db.output.count({ where: { operationId } })).toBe(20);
    expect(await tell(operationId)).toHaveLength((await row(operationId)).lastEvent);
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
    expect(await driven.close()).toBe('cancelled');
  });
});
