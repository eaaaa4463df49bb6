import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { command, milestone, state } from '../../../test/harness/plans';
import { commandStates } from '../command-states';
import { rollbackMilestone, undoStates } from './undo-states';

const planned = milestone(
  'one',
  [
    {
      ...state('a', { check: 'c', apply: 'a' }),
      capture: command('keep'),
      undo: command('echo undone a; exit 0'),
    },
    state('proof', { check: 'c', apply: 'wait' }),
    { ...state('b', { check: 'c', apply: 'b' }), undo: command('echo undone b') },
    { ...state('c', { check: 'c', apply: 'c' }), noUndoReason: "It's gone." },
  ],
  {
    afterRollback: [
      { milestone: 'two', state: 3, label: 'It runs', command: command('cat "$MP_CAPTURE_FILE"') },
    ],
  },
);

test('goes backwards over what can be undone or explained, and settles last', () => {
  expect(undoStates(planned).map(({ captureIndex }) => captureIndex)).toEqual([4, 3, 1, undefined]);
  for (const undo of undoStates(planned))
    expect(undo).toMatchObject({ check: null, verify: null, capture: null, idempotent: true });
});

test('has a label for each', () => {
  expect(rollbackMilestone(planned).states.map(({ label }) => label)).toEqual([
    'Undo: State c',
    'Undo: State b',
    'Undo: State a',
    'It runs',
  ]);
});

test('a rollback of a milestone that changed nothing has no steps', () => {
  expect(undoStates(milestone('one', [state('a', { check: 'c', apply: 'a' })]))).toEqual([]);
});

test('a state with a rollback always captures, so that it is known to have begun', () => {
  expect(commandStates(planned, []).map(({ capture }) => capture)).toEqual(['keep', null, ':', ':']);
});

describe('on a server', () => {
  let kept = '';
  beforeEach(() => (kept = mkdtempSync(join(tmpdir(), 'milepost-kept-'))));
  afterEach(() => rmSync(kept, { recursive: true }));

  const [c, b, a, settle] = undoStates(planned).map(({ apply }) => apply);
  const run = (script: string | undefined, slot: number) =>
    execFileSync('/bin/sh', ['-c', script ?? 'exit 9'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, MP_CAPTURE_FILE: join(kept, `op:one.${slot}`) },
    });
  const keep = (name: string, text = '') => writeFileSync(join(kept, `op:${name}`), text);

  test('what never began is left alone', () => {
    expect([run(c, 4), run(b, 3), run(a, 1), run(settle, 4)]).toEqual(['', '', '', '']);
  });

  test('what is undone is not undone again', () => {
    keep('one.1');
    expect([run(a, 1), run(a, 1)]).toEqual(['undone a\n', '']);
    expect(existsSync(join(kept, 'op:one.1'))).toBe(false);
  });

  test('an undo that failed is tried again', () => {
    keep('one.1', 'former');
    const [failing] = undoStates(
      milestone('one', [{ ...state('a', { check: 'c', apply: 'a' }), undo: command('exit 4') }]),
    );
    expect(() => run(failing?.apply, 1)).toThrow();
    expect(readFileSync(join(kept, 'op:one.1'), 'utf8')).toBe('former');
  });

  test('what cannot be undone says why', () => {
    keep('one.4');
    expect(run(c, 4)).toBe("“State c” is not undone: It's gone.\n");
  });

  test.each(['two.3', 'two.3.undone'])('settling finds the capture %s of another milestone', (name) => {
    keep(name, 'active enabled');
    expect(run(settle, 4)).toBe('active enabled');
  });
});
