import type { OperationDetail } from '@milepost/api/views';
import { expect, it } from 'vitest';

import { newerDetail } from './newer-detail';

const reading = (lastEvent: number, lastOutput: number, percentage: number) =>
  ({ id: 'op', lastEvent, lastOutput, progress: { percentage } }) as OperationDetail;

it.each([
  ['nothing known', undefined, reading(1, 0, 0)],
  ['more events', reading(1, 0, 0), reading(2, 0, 0)],
  ['more output', reading(1, 0, 0), reading(1, 3, 0)],
  ['further on', reading(1, 0, 16), reading(1, 0, 33)],
  ['another operation', reading(9, 9, 90), { ...reading(1, 0, 0), id: 'another' }],
])('takes what is newer: %s', (_, known, read) => {
  expect(newerDetail(known, read)).toEqual(read);
});

it.each([
  ['fewer events', reading(2, 0, 0), reading(1, 0, 0)],
  ['less output', reading(2, 5, 0), reading(2, 4, 0)],
  ['further back', reading(2, 0, 16), reading(2, 0, 0)],
])('keeps what is known over an older answer: %s', (_, known, read) => {
  expect(newerDetail(known, read)).toBe(known);
});

it('keeps the same object for the same reading', () => {
  const known = reading(2, 5, 16);
  expect(newerDetail(known, reading(2, 5, 16))).toBe(known);
});
