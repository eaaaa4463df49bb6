import { expect, it } from 'vitest';

import { frozenRows } from './frozen-rows';

it('keeps every row at its place, brings its news, and counts what waits', () => {
  const shown = [
    { id: 'b', status: 'running' },
    { id: 'a', status: 'queued' },
    { id: 'z', status: 'completed' },
  ];
  const newest = [
    { id: 'd', status: 'queued' },
    { id: 'c', status: 'queued' },
    { id: 'b', status: 'completed' },
    { id: 'a', status: 'running' },
  ];
  expect(frozenRows(shown, newest)).toEqual({
    rows: [
      { id: 'b', status: 'completed' },
      { id: 'a', status: 'running' },
      { id: 'z', status: 'completed' },
    ],
    waiting: 2,
  });
});
