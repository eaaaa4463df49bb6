import { expect, test } from 'vitest';
import { parseFileDiff, withoutText } from './file-diff';

const TEXT = '--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b';

test('a diff is read with its counts', () => {
  expect(parseFileDiff(`diff\ttext\t1\t1\t7\t/etc/x y\n${TEXT}\n`)).toEqual({
    ...{ path: '/etc/x y', is: 'text', added: 1, removed: 1, moreLines: 7, text: TEXT },
  });
});

test.each(['secrets', 'binary', 'too_large'] as const)('a diff that is %s has no text', (is) => {
  expect(parseFileDiff(`diff\t${is}\t0\t0\t0\t/etc/x\n${TEXT}\n`)).toMatchObject({ is, text: '' });
});

test.each([
  ['nothing', ''],
  ['an error', 'diff: /etc/x: Permission denied\n'],
  ['a kind that does not exist', 'diff\tother\t0\t0\t0\t/etc/x\n'],
  ['a count that is none', 'diff\ttext\t-1\t0\t0\t/etc/x\n'],
  ['a path that is none', 'diff\ttext\t1\t0\t0\tx\n'],
])('%s is no diff', (_what, stdout) => {
  expect(parseFileDiff(stdout)).toBeNull();
});

test('a diff is bounded, without a last line that was cut off, and has no control characters', () => {
  const hostile = `diff\ttext\t1\t0\t0\t/etc/x\n${`+\u001b[2J\ta\r${'y'.repeat(300)}\n`.repeat(600)}+half`;
  const { text = '' } = parseFileDiff(hostile) ?? {};
  expect(text).toHaveLength(20_000);
  expect(text.startsWith('+\uFFFD[2J\ta\uFFFDyyy')).toBe(true);
  expect(parseFileDiff(`diff\ttext\t1\t0\t0\t/x\n${'+a\n'.repeat(600)}+half`)?.text.split('\n')).toHaveLength(
    402,
  );
  expect(parseFileDiff('diff\ttext\t1\t0\t0\t/x\n+a\n+half')?.text).toBe('+a');
});

test('a diff without room keeps its counts', () => {
  const diff = parseFileDiff(`diff\ttext\t3\t1\t0\t/etc/x\n${TEXT}\n`);
  expect(diff && withoutText(diff)).toMatchObject({ is: 'too_large', added: 3, removed: 1, text: '' });
});
