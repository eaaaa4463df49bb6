import { expect, test } from 'vitest';
import { operationTitle } from './operation-title';

test.each([
  ['Create', 'role app', 'Create role app'],
  ['Roll back to an earlier release', 'shop.example', 'shop.example: roll back to an earlier release'],
])('%s of %s is “%s”', (does, title, shown) => {
  expect(operationTitle(does, title)).toBe(shown);
});
