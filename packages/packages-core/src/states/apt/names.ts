import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';

/** Exit 1 unless all of these packages are installed. */
export function allInstalled(packages: readonly string[]): Command {
  return sh`mp_all_installed ${packages}`.displayAs(`dpkg-query -W ${packages.join(' ')}`);
}

/** Throws where dpkg would not take it for a name. */
export function assertName(name: string): void {
  if (!/^[a-z0-9][a-z0-9.+-]+$/.test(name)) throw new Error(`Not the name of a Debian package: ${name}`);
}

/** The same where a trailing `-*` may stand for any ending. */
export function assertPattern(pattern: string): void {
  assertName(pattern.endsWith('-*') ? pattern.slice(0, -2) : pattern);
}

/** Names of packages as the end of a state's id. */
export function identifier(packages: readonly string[]): string {
  return packages.join('_').replaceAll(/[^a-z0-9]+/g, '_');
}
