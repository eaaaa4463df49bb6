import type { Observation } from '@milepost/contract/observation';
import { expect, test } from 'vitest';
import { observationsHash } from './observed-states';

const package_ = (more: object): Observation => ({
  ...{ kind: 'package', name: 'nginx', from: null, to: '1.22', downloadBytes: 100, ...more },
});
const hashOf = (...observations: Observation[]) =>
  observationsHash([{ milestone: 'install', state: 'installed', observations }]);

test('a hash of observations is that of versions and files, whatever has to be downloaded', () => {
  const file: Observation = { kind: 'file', path: '/etc/x', found: 'a'.repeat(64) };
  expect(hashOf(package_({ downloadBytes: 0 }))).toBe(hashOf(package_({})));
  const others = [hashOf(package_({ to: '1.24' })), hashOf(package_({ from: '1.20' })), hashOf()];
  expect([...others, hashOf(file), hashOf({ ...file, found: null })]).not.toContain(hashOf(package_({})));
  expect(new Set([...others, hashOf(file), hashOf({ ...file, found: null })]).size).toBe(5);
});
