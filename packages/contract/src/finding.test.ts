import { expect, test } from 'vitest';
import { parseFindings } from './finding';

test('a finding is a line of kind, form field and sentence, separated by tabs', () => {
  expect(
    parseFindings(
      'blocked\tport\tPort 80 is in use by apache2.\nkeeps\t\tThe append-only file stays in use.\n',
    ),
  ).toEqual([
    { kind: 'blocked', sentence: 'Port 80 is in use by apache2.', field: 'port' },
    { kind: 'keeps', sentence: 'The append-only file stays in use.', field: null },
  ]);
});

test('lines that are not findings are left out', () => {
  expect(parseFindings('tcp LISTEN 0 128\nunknown\t\tA sentence.\nblocked\tport\t \n\n')).toEqual([]);
});

test('at most twenty findings of one state are kept, each of at most 500 characters', () => {
  const findings = parseFindings(`warns\t\t${'x'.repeat(600)}\n`.repeat(30));
  expect(findings).toHaveLength(20);
  expect(findings[0]?.sentence).toHaveLength(500);
});
