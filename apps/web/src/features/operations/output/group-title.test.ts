import { expect, it } from 'vitest';

import { groupTitle } from './group-title';

const group = (milestone: number, attempt: number, undo = false) => ({
  ...{ command: `${milestone}.${attempt}`, milestone, attempt, undo, at: '', lines: [] },
});

it('names attempts and rollbacks differently', () => {
  const groups = [group(5, 1), group(5, 2), group(5, 3, true), group(5, 4, true)];
  expect(groups.map((of) => groupTitle(groups, of, 'Starting nginx'))).toEqual([
    '5 Starting nginx',
    '5 Starting nginx · attempt 2',
    'Roll back · Starting nginx',
    'Roll back · Starting nginx · attempt 2',
  ]);
});
