import { expect, test } from 'vitest';
import type { PackageObservation } from '../observation';
import { hiddenDiffSentence, moreLinesLabel, packagesSummary, updateHeadline } from './plan-changes';

const one = (
  name: string,
  [from, to]: [string | null, string | null],
  downloadBytes: number | null = 0,
): PackageObservation => ({ kind: 'package', name, from, to, downloadBytes });

const NEW = one('nginx', [null, '2'], 520_000);
const UPDATED = one('libc6', ['1', '2'], 1_100_000);
const REMOVED = one('apache2', ['1', null]);

test.each([
  [[NEW], '1 new package, 520 kB to download'],
  [[NEW, UPDATED, { ...UPDATED, name: 'x' }], '1 new and 2 updated packages, 2.7 MB to download'],
  [[NEW, UPDATED, REMOVED], '1 new, 1 updated, and 1 removed package, 1.6 MB to download'],
  [[REMOVED, { ...REMOVED, name: 'x' }], '2 removed packages'],
  [[NEW, one('x', [null, '1'], null)], '2 new packages'],
  [[one('x', [null, '1'])], '1 new package'],
])('packages are summed up: %#', (packages, summary) => {
  expect(packagesSummary(packages)).toBe(summary);
});

test.each([
  [[NEW, UPDATED], false, 'libc6 1 → 2, 1.6 MB to download'],
  [[one('nginx', ['1', '2'], null)], false, 'nginx 1 → 2'],
  [[one('nginx', ['1', '1'])], false, 'Nothing newer is available.'],
  [[], false, 'Nothing newer is available.'],
  [[], true, 'Nothing newer is known yet. The package lists are refreshed first.'],
])('an update is headed by what it brings: %#', (packages, listsAreOld, headline) => {
  expect(updateHeadline({ packages, listsAreOld })).toBe(headline);
});

test.each([
  [{ is: 'text', added: 1, removed: 0 }, null],
  [{ is: 'secrets', added: 0, removed: 0 }, /because it holds secrets\.$/],
  [{ is: 'binary', added: 0, removed: 0 }, /It is not text\.$/],
  [{ is: 'too_large', added: 0, removed: 0 }, /too large to be shown\.$/],
  [{ is: 'too_large', added: 2, removed: 0 }, /no room for more in this plan\.$/],
] as const)('a diff that cannot be read says why: %o', (diff, sentence) => {
  const said = hiddenDiffSentence(diff);
  if (sentence === null) expect(said).toBeNull();
  else expect(said).toMatch(sentence);
});

test('the lines that were cut off are counted', () => {
  expect([moreLinesLabel(1), moreLinesLabel(12)]).toEqual(['… 1 more line', '… 12 more lines']);
});
