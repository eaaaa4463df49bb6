import type { Observation } from '@milepost/contract/observation';
import type { StateObservations } from '@milepost/contract/observed-states';
import { expect, test } from 'vitest';
import { observationDifferences } from './observation-differences';

const at = (...observations: Observation[]): StateObservations[] => [
  { milestone: 'install', state: 'installed', observations },
];
const version = (name: string, from: string | null, to: string | null): Observation => ({
  ...{ kind: 'package', name, from, to, downloadBytes: 1 },
});
const file = (path: string, found: string | null): Observation => ({ kind: 'file', path, found });

test('differences are the packages whose versions are others, what came and what went, and files that changed', () => {
  const shown = at(
    version('nginx', null, '1.22'),
    version('libc6', '2.36', '2.37'),
    version('gone', null, '1'),
  );
  const current = at(
    version('nginx', null, '1.24'),
    version('libc6', '2.36', '2.37'),
    version('new', null, '2'),
  );
  const files = [
    at(file('/etc/a', 'x'), file('/etc/b', null)),
    at(file('/etc/a', 'y'), file('/etc/b', null)),
  ] as const;
  expect(observationDifferences([...shown, ...files[0]], [...current, ...files[1]])).toEqual({
    packages: [
      { name: 'nginx', before: { from: null, to: '1.22' }, now: { from: null, to: '1.24' } },
      { name: 'gone', before: { from: null, to: '1' }, now: null },
      { name: 'new', before: null, now: { from: null, to: '2' } },
    ],
    files: ['/etc/a'],
  });
});

test('a size alone is no difference', () => {
  const other = { ...version('nginx', null, '1.22'), downloadBytes: 9 } as Observation;
  expect(observationDifferences(at(version('nginx', null, '1.22')), at(other))).toEqual({
    packages: [],
    files: [],
  });
});
