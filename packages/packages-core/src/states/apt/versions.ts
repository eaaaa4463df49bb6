import type { AvailableVersion } from '@milepost/contract/available-version';
import { fact } from '../../dsl/facts/fact';
import type { Fact, VersionFact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import type { FoundInstance } from '../../dsl/package/found';
import { sequence, sh } from '../../dsl/sh';
import { assertName } from './names';

/** The version of an installed package, as dpkg says it, null where it is not installed; and the newer one that apt offers. */
export function version(name: string): VersionFact {
  assertName(name);
  return {
    ...fact(sh`dpkg-query -W -f '\${Version}\n' ${name}`, parse.line),
    present: fact(
      sh`dpkg-query -W -f '\${db:Status-Status} \${Version}\n' ${name}`,
      (output) => /^installed (\S+)$/m.exec(output)?.[1] ?? null,
    ),
    available: fact(sh`mp_available_version ${name}`.displayAs(`apt-cache policy ${name}`), parseAvailable),
  };
}

/** What `mp_available_version` printed. Pure. */
function parseAvailable(output: string): AvailableVersion {
  const lines = new Map(
    parse
      .table(
        'name',
        'value',
      )(output)
      .map(({ name, value }) => [name, value]),
  );
  const age = lines.get('lists') ?? '';
  return {
    version: lines.get('newer') ?? null,
    held: lines.get('held') === 'yes',
    listsAge: /^[0-9]{1,12}$/.test(age) ? Number(age) : null,
  };
}

export interface VersionsOptions {
  /** What a distribution has itself, by its codename: offered while a server has no package lists yet, as a fresh one. */
  withoutLists?: Readonly<Record<string, readonly string[]>>;
}

/** `php*-fpm` answers `8.4`, `8.2`: the numbers that stand for `*` in names of packages that apt knows, newest first. */
export function versions(pattern: string, { withoutLists }: VersionsOptions = {}): Fact<string[]> {
  const { before, after } = partsOf(pattern);
  const names = `${escaped(before)}(${NUMBER})${escaped(after)}`;
  const number = new RegExp(`^${names}$`);
  const read = sh`apt-cache pkgnames ${before} | grep -Ex ${names} | sort -u`;
  return fact(
    (withoutLists ? sequence(read, CODENAME_WITHOUT_LISTS) : read).displayAs(`apt-cache pkgnames ${before}`),
    (output) => {
      const lines = parse.lines(output);
      const known = lines.flatMap((line) => number.exec(line)?.[1] ?? []);
      const codename = lines.flatMap((line) => /^codename (\S+)$/.exec(line)?.[1] ?? [])[0];
      const own = (codename !== undefined && withoutLists?.[codename]) || [];
      return [...new Set([...known, ...own])].sort(newestFirst);
    },
  );
}

/** The packages that apt's lists name and that begin so. Nothing where a server has no lists, so that nothing follows from an absence. */
export function offeredNames(beginning: string): Fact<string[]> {
  assertName(beginning);
  return fact(
    sh`if ${HAS_LISTS}; then apt-cache pkgnames ${beginning}; fi`.displayAs(
      `apt-cache pkgnames ${beginning}`,
    ),
    parse.lines,
  );
}

/** `php*-fpm` finds the installed packages of these names, each by the number that stands for `*`: the input of this name. */
export function installedVersions(pattern: string, identity: string): Fact<readonly FoundInstance[]> {
  const { before, after } = partsOf(pattern);
  const number = new RegExp(`^${escaped(before)}(${NUMBER})${escaped(after)}$`);
  return {
    read: sh`dpkg-query -W -f '\${db:Status-Status} \${Package} \${Version}\n' ${pattern}`,
    parse: (output) =>
      parse
        .table(
          'status',
          'name',
          'version',
        )(output)
        .flatMap(({ status, name, version }) => {
          const found = number.exec(name)?.[1];
          return status === 'installed' && found !== undefined
            ? [{ version, identity: { [identity]: found } }]
            : [];
        }),
  };
}

const HAS_LISTS = sh`ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1`;
const CODENAME_WITHOUT_LISTS = sh`${HAS_LISTS} || sed -n 's/^VERSION_CODENAME=/codename /p' /etc/os-release`;

/** Whole numbers with points between them. */
const NUMBER = '[0-9]+(\\.[0-9]+)*';

function partsOf(pattern: string): { before: string; after: string } {
  const [before = '', after = '', ...more] = pattern.split('*');
  if (more.length > 0 || !/^[a-z0-9][a-z0-9.+-]*\*[a-z0-9.+-]*$/.test(pattern))
    throw new Error(`Not a pattern of Debian packages with one “*”: ${pattern}`);
  return { before, after };
}

const escaped = (text: string): string => text.replaceAll(/[.+]/g, '\\$&');

function newestFirst(a: string, b: string): number {
  const [left, right] = [a, b].map((each) => each.split('.').map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (right?.[i] ?? -1) - (left?.[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
