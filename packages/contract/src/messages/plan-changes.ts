import type { FileDiff } from '../file-diff';
import type { PackageObservation } from '../observation';
import { formatBytes } from './format/bytes';
import { plural } from './format/text';

/** Bytes that all of these download together; null where that of one is not known. */
function downloadBytes(packages: readonly PackageObservation[]): number | null {
  return packages.reduce<number | null>(
    (sum, { downloadBytes: bytes }) => (sum === null || bytes === null ? null : sum + bytes),
    0,
  );
}

/** What a plan changes of packages: "2 new packages, 640 kB to download", "1 updated and 2 removed packages". Pure. */
export function packagesSummary(packages: readonly PackageObservation[]): string {
  const count = (matches: (one: PackageObservation) => boolean) => packages.filter(matches).length;
  const counts: [number, string][] = [
    [count(({ from }) => from === null), 'new'],
    [count(({ from, to }) => from !== null && to !== null), 'updated'],
    [count(({ to }) => to === null), 'removed'],
  ];
  const parts = counts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  const [last] = counts.findLast(([n]) => n > 0) ?? [0];
  return `${list.format(parts)} ${plural(last, { one: 'package', other: 'packages' })}${toDownload(packages)}`;
}

const list = new Intl.ListFormat('en');

/** ", 640 kB to download"; empty where that is nothing, or not known. */
function toDownload(packages: readonly PackageObservation[]): string {
  const bytes = downloadBytes(packages);
  return bytes === null || bytes === 0 ? '' : `, ${formatBytes(bytes)} to download`;
}

export interface UpdatePreview {
  /** What would change, the package that is updated first. */
  packages: readonly PackageObservation[];
  /** The package lists are refreshed by the update itself: something newer may be found then. */
  listsAreOld: boolean;
}

/** What an update brings: "nginx 1.22.1-9 → 1.22.1-9+deb12u2, 1.1 MB to download", or that nothing newer is available. Pure. */
export function updateHeadline({ packages, listsAreOld }: UpdatePreview): string {
  const main = packages.find(({ from, to }) => from !== null && to !== null && from !== to);
  if (main) return `${main.name} ${main.from} → ${main.to}${toDownload(packages)}`;
  return listsAreOld
    ? 'Nothing newer is known yet. The package lists are refreshed first.'
    : 'Nothing newer is available.';
}

/** Beside a state that changes packages, where apt has no lists to tell which. */
export const PACKAGES_UNKNOWN = 'its packages are known once the package lists are refreshed';

/** Why there is nothing to be read of a file's diff; null where there is. Pure. */
export function hiddenDiffSentence({
  is,
  added,
  removed,
}: Pick<FileDiff, 'is' | 'added' | 'removed'>): string | null {
  switch (is) {
    case 'text':
      return null;
    case 'secrets':
      return 'The content differs. It is not shown because it holds secrets.';
    case 'binary':
      return 'The content differs. It is not text.';
    case 'too_large':
      return added + removed > 0
        ? 'The content differs. There was no room for more in this plan.'
        : 'The content differs. It is too large to be shown.';
  }
}

/** The end of a diff that was cut off: "… 12 more lines". */
export const moreLinesLabel = (count: number): string =>
  `… ${count} more ${plural(count, { one: 'line', other: 'lines' })}`;
