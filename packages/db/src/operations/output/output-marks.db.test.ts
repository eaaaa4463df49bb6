import { freeText } from '@milepost/contract/free-text';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { WEEK_MS } from '../../testing/drive';
import { appendOutput } from './append-output';
import { finishMilestone } from '../milestones/finish-milestone';
import type { MilestoneResult } from '../milestones/milestone-result';
import type { PhaseBegin } from './output-marks';
import { readOutput } from './read-output';
import { readStateOutput } from './read-state-output';
import { readTail } from './read-tail';
import { recordMark } from '../milestones/record-run';

const db = createDatabase(inject('databaseUrl'), { poolSize: 8 });
afterAll(() => db.$disconnect());

const { runningOperation, milestone, row } = operationFixtures(db);
const phase = (state: number, name: PhaseBegin['phase'], offset: number): PhaseBegin => ({
  ...{ state, phase: name, offset, uptime: 100 + offset },
});
const DONE = {
  result: { kind: 'done', applied: 1 } as MilestoneResult,
  answer: { kind: 'done', applied: 1 },
};

async function begun() {
  const { operationId, driven } = await runningOperation();
  const { id: commandId } = await driven.begin(1);
  const of = { operationId, commandId, milestone: 1 };
  return {
    ...of,
    driven,
    mark: (count: number, phases: PhaseBegin[]) =>
      recordMark(db, { ...of, count, state: 1, phase: 'apply', phases }),
    output: (offset: number, text: string) => appendOutput(db, { ...of, offset, bytes: Buffer.from(text) }),
    finish: (other: Partial<Parameters<typeof finishMilestone>[1]> = {}) =>
      transaction(db, (tx) =>
        finishMilestone(tx, { ...of, attemptKey: 'first', ...DONE, decisionTimeoutMs: WEEK_MS, ...other }),
      ),
    stored: async () =>
      (await readOutput(db, { operationId, after: 0, limitBytes: 1000 })).map(({ n, bytes, mark }) => [
        n,
        mark ?? Buffer.from(bytes).toString(),
      ]),
  };
}

test('phases and the end of a command are stored among its output, in one order', async () => {
  const { mark, output, finish, stored, operationId, commandId } = await begun();
  await mark(2, [phase(1, 'check', 0), phase(1, 'apply', 0)]);
  await output(0, 'Installing\n');
  await finish({ unstored: { count: 3, phases: [phase(1, 'verify', 11)] } });
  expect(await stored()).toEqual([
    [1, { kind: 'phase', ...phase(1, 'check', 0) }],
    [2, { kind: 'phase', ...phase(1, 'apply', 0) }],
    [3, 'Installing\n'],
    [4, { kind: 'phase', ...phase(1, 'verify', 11) }],
    [5, { kind: 'end', ...{ answer: DONE.answer } }],
  ]);
  expect((await row(operationId)).lastOutput).toBe(5);
  expect(Buffer.from((await readTail(db, { commandId, limitBytes: 100 })).bytes).toString()).toBe(
    'Installing\n',
  );
});

test('what another attempt has stored is not stored again', async () => {
  const { mark, finish, stored } = await begun();
  const all = [phase(1, 'check', 0), phase(1, 'apply', 0), phase(1, 'verify', 0)];
  await mark(2, all.slice(0, 2));
  await mark(2, all.slice(0, 2));
  await mark(3, all);
  await finish({ unstored: { count: 3, phases: all } });
  await finish({ unstored: { count: 3, phases: all } });
  expect(await stored()).toHaveLength(4);
});

test('a failure says of its command what the server answered; another attempt is a different one', async () => {
  const { finish, stored, driven, operationId } = await begun();
  const answer = { kind: 'failed', state: 1, phase: 'apply', exitCode: 100 };
  await finish({
    answer,
    result: { kind: 'transient', reason: '503', failure: freeText('No.'), ms: 0, of: 3 },
  });
  expect(await stored()).toEqual([[1, { kind: 'end', answer }]]);
  await driven.run({ kind: 'done', applied: 1 });
  const output = await readOutput(db, { operationId, after: 0, limitBytes: 1000 });
  expect(output.map(({ attempt, undo }) => [attempt, undo])).toEqual([
    [1, false],
    [2, false],
  ]);
});

test('time in which the server could not be reached, and rests between tries, are not work', async () => {
  const { finish, driven, operationId, commandId } = await begun();
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await db.command.update({ where: { id: commandId }, data: { createdAt: minutesAgo(10) } });
  await db.event.create({
    data: {
      operationId,
      n: 1000,
      key: 'back',
      type: 'connection_restored',
      data: { ms: 7 * 60_000 },
      at: minutesAgo(1),
    },
  });
  await finish({
    answer: { kind: 'failed' },
    result: { kind: 'transient', reason: '503', failure: freeText('No.'), ms: 0, of: 3 },
  });
  await driven.run({ kind: 'done', applied: 1 });
  for (const { workedMs } of [await milestone(operationId, 1), await row(operationId)])
    expect(Math.abs(workedMs - 3 * 60_000)).toBeLessThan(5_000);
});

test('what a state has printed begins at its first mark; without a mark it is the whole output', async () => {
  const { commandId, mark, output } = await begun();
  const printed = async (state: number) => {
    const { bytes, end } = await readStateOutput(db, { commandId, state, limitBytes: 100 });
    return [Buffer.from(bytes).toString(), end];
  };
  expect(await printed(1)).toEqual(['', 0]);
  await output(0, 'one two');
  await mark(2, [phase(2, 'check', 4), phase(2, 'apply', 6)]);
  expect(await printed(1)).toEqual(['one two', 7]);
  expect(await printed(2)).toEqual(['two', 7]);
});
