import { expect, test } from 'vitest';
import { statementName } from './statement-name';

test('a statement has one name, and no two have the same', () => {
  const name = statementName('select 1');
  expect(statementName('select 1')).toBe(name);
  expect(statementName('select 2')).not.toBe(name);
  expect(name).toMatch(/^milepost_[0-9a-f]{32}$/); // PostgreSQL cuts a name at 63 bytes
});

test('texts without end are not kept without end: the rest has no name', () => {
  const names = Array.from({ length: 2_000 }, (_, n) => statementName(`select ${n} as one_of_many`));
  expect(names.filter((name) => name !== '').length).toBeLessThanOrEqual(500);
  expect(names.at(-1)).toBe('');
  expect(statementName('select 1')).not.toBe('');
});
