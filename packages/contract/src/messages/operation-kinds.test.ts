import { expect, test } from 'vitest';
import { operationKindLabel } from './operation-kinds';

test.each([
  ['install', 'Install'],
  ['restart', 'Restart'],
  ['renew_now', 'Renew now'],
])('%s is labeled %s', (kind, label) => {
  expect(operationKindLabel(kind)).toBe(label);
});
