import { expect, test } from 'vitest';
import { operationMetadata } from './operations';

const PAGE = 'https://console.example/operations/o1';

test('the summary of a workflow is what the operation does, and its details lead to the console', () => {
  expect(
    operationMetadata({ title: 'Install nginx on web_1.eu', requestedBy: 'ada@example.com' }, PAGE),
  ).toEqual({
    staticSummary: 'Install nginx on web_1.eu',
    staticDetails: `Started by ada@example.com. [Open in the console](${PAGE})`,
  });
});

test.each([
  ['[click](https://evil.example)', '\\[click\\]\\(https:\\//evil.example\\)'],
  ['![](x)', '\\!\\[\\]\\(x\\)'],
  ['<img src=x>', '\\<img src=x\\>'],
  ['a\n# b', 'a \\# b'],
])('a name such as %j adds nothing to what Temporal shows', (hostile, expected) => {
  expect(operationMetadata({ title: `Install ${hostile}`, requestedBy: hostile }, PAGE)).toEqual({
    staticSummary: `Install ${expected}`,
    staticDetails: `Started by ${expected}. [Open in the console](${PAGE})`,
  });
});

test.each(['*', '日', '🙂', '\u0001'])(
  'a title that repeats %j is no longer than Temporal accepts',
  (character) => {
    const { staticSummary } = operationMetadata({ title: character.repeat(1_000), requestedBy: '' }, PAGE);
    expect(Buffer.byteLength(JSON.stringify(staticSummary))).toBeLessThanOrEqual(400);
  },
);
