import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';

/** Exit 1 unless all of these packages are installed. */
export function allInstalled(packages: readonly string[]): Command {
  return sh`
    for package in ${packages}; do
      case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in
        installed\ *) ;;
        *) exit 1 ;;
      esac
    done
  `.displayAs(`dpkg-query -W ${packages.join(' ')}`);
}

/** Throws where dpkg would not take it for a name. */
export function assertName(name: string): void {
  if (!/^[a-z0-9][a-z0-9.+-]+$/.test(name)) throw new Error(`Not the name of a Debian package: ${name}`);
}

/** The same where a trailing `-*` may stand for any ending. */
export function assertPattern(pattern: string): void {
  assertName(pattern.endsWith('-*') ? pattern.slice(0, -2) : pattern);
}
