import type { AvailableVersion } from '@milepost/contract/available-version';
import { fact } from '../../dsl/facts/fact';
import type { Fact, VersionFact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { sh } from '../../dsl/sh';
import { assertName } from './names';

/** The version of an installed package, as dpkg says it, null where it is not installed; and the newer one that apt offers. */
export function version(name: string): VersionFact {
  assertName(name);
  return {
    ...fact(sh`dpkg-query -W -f '\${Version}\n' ${name}`, parse.line),
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

/** `php*-fpm` answers `8.4`, `8.2`: the numbers that stand for `*` in names of packages that apt knows, newest first. */
export function versions(pattern: string): Fact<string[]> {
  const [before = '', after = '', ...more] = pattern.split('*');
  if (more.length > 0 || !/^[a-z0-9][a-z0-9.+-]*\*[a-z0-9.+-]*$/.test(pattern))
    throw new Error(`Not a pattern of Debian packages with one “*”: ${pattern}`);
  const names = `${escaped(before)}([0-9]+(\\.[0-9]+)*)${escaped(after)}`;
  const number = new RegExp(`^${names}$`);
  return fact(
    sh`apt-cache pkgnames ${before} | grep -Ex ${names} | sort -u`.displayAs(`apt-cache pkgnames ${before}`),
    (output) =>
      [...new Set(parse.lines(output).flatMap((line) => number.exec(line)?.[1] ?? []))].sort(newestFirst),
  );
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
