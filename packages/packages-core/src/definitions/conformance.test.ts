import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalog } from '../dsl/catalog';
import { packageViolations } from '../dsl/conformance/package-violations';

const packages = catalog();
const ids = packages.map(({ id }) => id);

describe('the catalog', () => {
  test('has packages, each with an id of its own', () => {
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(packages)('$id names only packages that exist', ({ requirements, conflicts }) => {
    const named = [...requirements.flatMap(({ packageIds }) => packageIds), ...conflicts];
    expect(ids).toEqual(expect.arrayContaining(named));
  });

  test.each(packages)(
    '$id has a file and a test named like it, in the folder of its category',
    ({ id, category }) => {
      const file = new URL(`./${category}/${id.replaceAll('_', '-')}`, import.meta.url);
      expect(existsSync(`${file.pathname}.ts`)).toBe(true);
      expect(existsSync(`${file.pathname}.test.ts`)).toBe(true);
    },
  );
});

// Each distinct script is read by a shell of its own.
test.each(packages)('$id conforms', { timeout: 60_000 }, (definition) => {
  expect(packageViolations(definition, catalog())).toEqual([]);
});
