import { expect, test } from 'vitest';
import { catalog } from '../dsl/catalog';
import { hostileTextViolations } from '../dsl/conformance/hostile-violations';

// Each distinct script is read by a shell of its own.
test.each(catalog())(
  '$id takes hostile text as text, or refuses it in a sentence',
  { timeout: 120_000 },
  (definition) => {
    expect(hostileTextViolations(definition, catalog())).toEqual([]);
  },
);
