import type { MilestoneResult } from '@milepost/db/operations/milestones/milestone-result';
import { failureMessage, failureRemedy } from '@milepost/contract/messages/failures';
import { describe, expect, test } from 'vitest';
import type { CommandResult } from '@milepost/packages-core/engine/host';
import { command, milestone, state } from '../../../test/harness/plans';
import { commandStates, GUARDED_MESSAGE } from '../command-states';
import { interpretResult } from './interpret-result';

const planned = {
  ...milestone('one', [
    state('a', { check: 'is-a', apply: 'make-a', idempotent: true }),
    state('b', { check: 'is-b', apply: 'make-b' }),
    state('c', { check: null, apply: 'make-c' }),
  ]),
  transient: [{ pattern: '^E: 503', label: 'the mirror answered 503' }],
};
type Refined = { cause: string; hint: string } | null;
const judged = (
  answer: CommandResult,
  { tail = '', retries = 0, guarded = [] as number[], refined = null as Refined } = {},
) =>
  interpretResult({
    answer,
    milestone: planned,
    states: commandStates(planned, guarded),
    ...{ printed: tail, explained: '', refined },
    retries,
    retryDelaysMs: [5, 15],
  });

function sentenceOf(result: MilestoneResult): string {
  if (result.kind !== 'failed') throw new Error(`It is ${result.kind}`);
  return failureMessage(result.failure);
}

describe('what an answer means', () => {
  test('done', () => {
    expect(judged({ kind: 'done', applied: 2 })).toEqual({ kind: 'done', applied: 2 });
  });

  test.each<[CommandResult, string]>([
    [
      { kind: 'failed', state: 1, phase: 'apply', exitCode: 100 },
      '“State a” failed with exit code 100: E: no such package',
    ],
    [
      { kind: 'failed', state: 2, phase: 'check', exitCode: 2 },
      'The check of “State b” failed with exit code 2: E: no such package',
    ],
    [
      { kind: 'failed', state: 2, phase: 'verify', exitCode: 1 },
      '“State b” was applied, but its check still failed with exit code 1: E: no such package',
    ],
  ])('%j', (answer, sentence) => {
    expect(sentenceOf(judged(answer, { tail: 'E: no such package' }))).toBe(sentence);
  });

  test.each([
    [1, 'change_undone'],
    [2, 'change_not_undone'],
  ])('a change that was not confirmed, with exit code %i: %s', (exitCode, code) => {
    const result = judged({ kind: 'failed', state: 1, phase: 'confirm', exitCode }, { tail: 'E: 503' });
    expect(result).toEqual({
      ...{ kind: 'failed', state: 1, phase: 'confirm', exitCode },
      failure: { code, state: 1, label: 'State a' },
    });
  });

  test('a change whose supervisor died while it waited is begun anew', () => {
    const lost: CommandResult = { kind: 'lost', state: 2, phase: 'confirm', survivors: [] };
    expect(judged(lost)).toMatchObject({ kind: 'lost', idempotent: true });
  });

  test('without output, the exit code is all there is', () => {
    expect(sentenceOf(judged({ kind: 'failed', state: 1, phase: 'apply', exitCode: 3 }))).toBe(
      '“State a” failed with exit code 3.',
    );
  });

  test.each([
    [0, 5],
    [1, 15],
    [2, 15],
  ])('a failure that heals, after %i retries: rests %i ms', (retries, ms) => {
    const answer = { kind: 'failed', state: 1, phase: 'apply', exitCode: 100 } as const;
    expect(judged(answer, { tail: 'one\nE: 503 from the mirror', retries })).toMatchObject({
      kind: 'transient',
      reason: 'the mirror answered 503',
      ms,
      of: 2,
    });
  });

  test.each<[number, 'check' | 'apply' | 'verify', object]>([
    [1, 'apply', { kind: 'lost', idempotent: true }],
    [2, 'check', { kind: 'lost', idempotent: true }],
    [2, 'verify', { kind: 'lost', idempotent: true }],
    [2, 'apply', { kind: 'lost', idempotent: false }], // its check decides
    [3, 'apply', { kind: 'failed' }], // nothing can tell: a person is asked
  ])('lost in state %i, %s', (at, phase, result) => {
    expect(judged({ kind: 'lost', state: at, phase, survivors: [] })).toMatchObject(result);
  });

  test.each<CommandResult>([
    { kind: 'absent' },
    { kind: 'refused', reason: 'spool_restored', detail: '' },
    { kind: 'refused', reason: 'rebooted', detail: '' },
    { kind: 'spool_full', state: 1, phase: 'apply' },
  ])('%j: nothing runs by itself', (answer) => {
    expect(sentenceOf(judged(answer))).toMatch(/[.]$/);
  });
});

describe('a guarded state', () => {
  const [, guarded] = commandStates(planned, [2]);

  test('keeps its check, and applies nothing', () => {
    expect(guarded).toMatchObject({ check: 'is-b', verify: 'is-b' });
    expect(guarded?.apply).not.toContain('make-b');
    expect(guarded?.apply).toContain('exit 86');
  });

  test('fails with what happened, not with an exit code', () => {
    const answer = { kind: 'failed', state: 2, phase: 'apply', exitCode: 86 } as const;
    const tail = `${GUARDED_MESSAGE}\n`;
    expect(sentenceOf(judged(answer, { tail, guarded: [2] }))).toBe(
      '“State b” was interrupted earlier, and its check fails. It is not applied again automatically.',
    );
  });
});

test('capture and verify go to the server as they are planned', () => {
  const captured = {
    ...planned,
    states: [{ ...state('x', { check: 'c', apply: 'a' }), capture: command('keep') }],
  };
  expect(commandStates(captured, [])).toEqual([
    { check: 'c', apply: 'a', verify: 'c', capture: 'keep', idempotent: false },
  ]);
});

test.each<CommandResult>([
  { kind: 'spool_full', state: 1, phase: 'apply' },
  { kind: 'refused', reason: 'disk_full', detail: '' },
])('a disk without room for records is named, with what fills it: %j', (answer) => {
  const refined = {
    cause: 'The file system /var is full',
    hint: 'Free space there. Largest: /var/log (9 GB)',
  };
  const unrefined = judged(answer);
  if (unrefined.kind !== 'failed') throw new Error(`It is ${unrefined.kind}`);
  expect(failureRemedy(unrefined.failure)).toMatchObject({ cause: 'The server’s disk is full' });
  expect(judged(answer, { refined })).toMatchObject({ kind: 'failed', ...refined });
});
