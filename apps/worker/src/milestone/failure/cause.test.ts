import { expect, test } from 'vitest';
import { findCause } from './cause';

const masked = {
  pattern: String.raw`\b(?<unit>\S+) is masked`,
  cause: '{unit} is masked',
  hint: 'On the server: systemctl unmask {unit}',
};
const full = { pattern: 'No space left', cause: 'The disk is full', hint: 'Free space.', topic: 'disk' };

test('the cause that stands first in the output wins, whatever the order of the table', () => {
  const output = 'E: write (28: No space left on device)\nUnit nginx.service is masked.\n';
  expect(findCause([masked, full], output)).toEqual({
    cause: 'The disk is full',
    hint: 'Free space.',
    line: 'E: write (28: No space left on device)',
    topic: 'disk',
  });
});

test('the cause listed first wins where two match the same line', () => {
  const output = 'No space left: nginx.service is masked';
  expect(findCause([masked, full], output)?.cause).toBe('nginx.service is masked');
  expect(findCause([full, masked], output)?.cause).toBe('The disk is full');
});

test('a cause and its advice name what the output names', () => {
  expect(findCause([masked], 'Reading\nUnit nginx.service is masked.')).toMatchObject({
    cause: 'nginx.service is masked',
    hint: 'On the server: systemctl unmask nginx.service',
    topic: null,
  });
});

test('a group that took no part leaves nothing, and a long value is shortened', () => {
  const failure = { pattern: '(?<a>x+)|(?<b>y+)', cause: '{a}{b}', hint: '{nobody}.' };
  const cause = findCause([failure], 'y'.repeat(500));
  expect(cause?.cause).toHaveLength(120);
  expect(cause?.hint).toBe('.');
});

test('an output without a known cause has none', () => {
  expect(findCause([masked, full], 'bye')).toBeNull();
});
