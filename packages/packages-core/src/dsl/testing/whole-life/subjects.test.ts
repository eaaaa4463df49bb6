import { expect, test } from 'vitest';
import { catalog } from '../../catalog';
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
