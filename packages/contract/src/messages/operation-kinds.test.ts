import { expect, test } from 'vitest';
import { operationKindLabel, operationPlace } from './operation-kinds';

test.each([
  ['install', 'Install'],
  ['restart', 'Restart'],
  ['renew_now', 'Renew now'],
])('%s is labeled %s', (kind, label) => {
  expect(operationKindLabel(kind)).toBe(label);
});

test.each([
  ['install', null, 'on web-1'],
  ['uninstall', null, 'from web-1'],
  ['install', 'PostgreSQL', 'on PostgreSQL, web-1'],
  ['uninstall', 'PHP 8.3', 'from PHP 8.3, web-1'],
])('the place of %s in %s is “%s”', (kind, parent, place) => {
  expect(operationPlace({ kind, parent, server: 'web-1' })).toBe(place);
});
