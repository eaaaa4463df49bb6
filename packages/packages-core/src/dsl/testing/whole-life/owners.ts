import type { Difference } from './snapshot';

/** What packages of Debian account for, by path or name of a unit: the package. */
export type Owners = ReadonlyMap<string, string>;

/** The packages of Debian that are there now and were not before. */
export const stayed = (all: readonly Difference[]): string[] =>
  all.flatMap(({ kind, name, before, after }) =>
    kind === 'packages' && !isThere(before) && isThere(after) ? [name] : [],
  );
const isThere = (status: string | null) => status?.startsWith('installed') === true;

/** A script that prints their files and units, and the paths below /etc that their own scripts name. */
export const ownersScript = (names: readonly string[]): string => `
for name in ${names.join(' ')}; do
  {
    dpkg-query -L "$name"
    dpkg-query -W -f '\${Conffiles}\\n' "$name" | awk 'NF { print $1 }'
    dpkg-query -L "$name" | sed -n 's,.*/systemd/system/\\([^/]*\\)$,\\1,p'
    for script in /var/lib/dpkg/info/"$name".post* /var/lib/dpkg/info/"$name":*.post*; do
      [ ! -e "$script" ] || grep -oh '/etc/[A-Za-z0-9_./+-]*' "$script"
    done
  } | sed "s,$,	$name,"
done`;

/** What that script printed. */
export const parseOwners = (output: string): Owners =>
  new Map(
    output.split('\n').flatMap((line) => {
      const [path = '', name] = line.split('\t');
      return name === undefined ? [] : [[path, name] as const];
    }),
  );

/** The package behind a path of /etc or a unit: its own, what its scripts made, a link to one of these, or a directory that holds one. */
export function ownerOf({ name, after }: Difference, owners: Owners): string | null {
  const target = / (\S+)$/.exec(/^l /.test(after ?? '') ? (after ?? '') : '')?.[1];
  const linked = target === undefined ? undefined : owners.get(new URL(target, `file://${name}`).pathname);
  const inside = [...owners].find(([path]) => path.startsWith(`${name}/`))?.[1];
  return owners.get(name) ?? linked ?? (after?.startsWith('d ') ? inside : undefined) ?? null;
}
