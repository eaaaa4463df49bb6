import { expect, test } from 'vitest';
import { COMMON_OPERATIONS, SERVICE_OPERATIONS, installationStatuses } from './operation-kinds';

test.each<[string, string | null, string | null, string | null]>([
  ['install', 'pending', 'installing', 'active'],
  ['update', 'updating', 'updating', 'active'],
  ['uninstall', 'uninstalling', 'uninstalling', 'uninstalled'],
  ...SERVICE_OPERATIONS.map((kind): [string, null, null, null] => [kind, null, null, null]),
  ['deploy', null, null, null],
  ['constructor', null, null, null],
])('during %s the installation goes from %s over %s to %s', (...[kind, queued, running, completed]) => {
  expect(installationStatuses(kind)).toMatchObject({ queued, running, completed });
});

test('operations of services are common ones', () => {
  expect(COMMON_OPERATIONS).toEqual(expect.arrayContaining([...SERVICE_OPERATIONS]));
});
