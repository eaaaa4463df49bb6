import { expect, test } from 'vitest';
import { catalog } from '../../catalog';
import { LIFE_RECORDS } from './records';
import { subjectsOn } from './subjects';

test.each(['debian-12', 'debian-13'] as const)(
  'every package of the catalog has its place on %s',
  (system) => {
    const { groups, notProvided } = subjectsOn(system, catalog());
    const placed = groups.flat().map(({ definition }) => definition.id);
    expect([...placed, ...notProvided.map(({ id }) => id)].sort()).toEqual(
      catalog()
        .map(({ id }) => id)
        .sort(),
    );
  },
);

test('a record is one of a package of the catalog', () => {
  expect(catalog().map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(LIFE_RECORDS)));
});

test('what uses another package where it is there comes after it, and children after their parents', () => {
  const { groups } = subjectsOn('debian-13', catalog());
  const ids = groups.flat().map(({ definition }) => definition.id);
  for (const [first, second] of [
    ['php_fpm', 'composer'],
    ['system_user', 'authorized_key'],
    ['postgresql_role', 'postgresql_database'],
  ] as const)
    expect(ids.indexOf(second)).toBeGreaterThan(ids.indexOf(first));
});
