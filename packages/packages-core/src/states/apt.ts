import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { APT_FAILURES } from './apt-failures';
import { APT_GET } from './apt-get';
import { captureNamed, capturePackages, reinstall, removeBrought } from './apt-undo';
import { DPKG_LOCKS, FIRST_BOOT_IS_OVER, LISTS_LOCKS, LOCK_FUNCTIONS } from './package-locks';
import { proof } from './proof';
import { TELLING } from './telling';

/** dpkg asks nothing: a configuration file that was changed by hand stays as it is. apt waits ten minutes for dpkg's lock. */
const OPTIONS = [
  '-q',
  '-y',
  ['-o', 'DPkg::Lock::Timeout=600'],
  ['-o', 'Dpkg::Use-Pty=0'],
  ['-o', 'Dpkg::Options::=--force-confdef'],
  ['-o', 'Dpkg::Options::=--force-confold'],
].flat();

/** Functions for all that follows; nobody begins before the first boot is over. */
const BEGIN = sh`
  ${TELLING}
  ${LOCK_FUNCTIONS}
  ${APT_GET}
  ${FIRST_BOOT_IS_OVER}
`;

/** After a power cut dpkg refuses everything until it has finished what it had begun. */
const REPAIR = sh`
  ${BEGIN}
  mp_wait_unlocked ${DPKG_LOCKS} || exit
  if [ -n "$(dpkg --audit)" ]; then
    dpkg --force-confdef --force-confold --configure -a || exit
  fi
`;

const afterRepair = (command: Command): Command =>
  sh`
  ${REPAIR}
  ${command}
`.showAs(command.shown);

/** These packages are installed. Conflicts with what a person changed in configuration files are settled for the person. */
export function installed(...packages: readonly string[]): State {
  return installedWithData({ packages, data: [] });
}

/** The same of packages that gather data in these places: the way back keeps it, although a purge would not, unless it is asked not to. */
export function installedWithData({
  packages,
  data,
}: {
  packages: readonly string[];
  data: readonly string[];
}): State {
  packages.forEach(assertName);
  return {
    id: `installed_${identifier(packages)}`,
    label: `${named(packages)} installed`,
    check: allInstalled(packages),
    apply: sh`
      ${REPAIR}
      mp_apt_get 0 ${OPTIONS} --no-install-recommends install ${packages}
    `.showAs(`apt-get install --no-install-recommends ${packages.join(' ')}`),
    capture: capturePackages(packages, data),
    undo: afterRepair(removeBrought(packages, { options: OPTIONS, data })),
    ...(data.length > 0 && { data }),
    repeatable: true,
    transient: APT_FAILURES,
  };
}

/** The package lists are at most an hour old, or nothing of `packages` is missing, so that they are not needed. */
export function refreshed({ packages }: { packages: readonly string[] }): State {
  packages.forEach(assertName);
  return {
    id: 'package_lists_fresh',
    label: `The package lists are fresh, or not needed for ${packages.join(', ')}`,
    check: sh`
      if ( ${allInstalled(packages)} ); then exit 0; fi
      [ -n "$(find ${STAMP} -mmin -60 2>/dev/null)" ]
    `,
    apply: UPDATE.showAs('apt-get update'),
    irreversible: 'Fresh package lists change nothing that is installed.',
    repeatable: true,
    transient: APT_FAILURES,
  };
}

/** Emptied by a reboot, written only after an update that got everything. */
const STAMP = '/run/milepost-apt-lists';

/** apt waits for dpkg's lock and not for that of the lists: so this does, also when somebody was quicker. */
const UPDATE = sh`
  ${BEGIN}
  while :; do
    mp_wait_unlocked ${LISTS_LOCKS} || exit
    mp_apt_get files -q -o APT::Update::Error-Mode=any update && break
    code=$?
    mp_locked ${LISTS_LOCKS} >/dev/null || exit "$code"
  done
  : >${STAMP}
`;

export interface RemovedOptions {
  /** Configuration files go as well, and what else the package removes when it is purged. */
  purge: boolean;
  /** What is lost with it, in a sentence. */
  destructive?: string;
}

/**
 * None of these packages (a trailing `*` stands for any ending) is installed. What needs one of them and is not itself
 * one of them is never removed: the milestone fails and names it.
 */
export function removed(packages: readonly string[], { purge, destructive }: RemovedOptions): State {
  packages.forEach(assertPattern);
  return {
    id: `${purge ? 'purged' : 'removed'}_${identifier(packages.slice(0, 1))}`,
    label: purge
      ? `${packages[0]} is removed with its configuration`
      : `${packages[0]} is removed; its configuration and data are kept`,
    check: sh`
      present=$(${present(packages, purge)}) || exit
      [ -z "$present" ]
    `.showAs(`dpkg-query -W ${packages.join(' ')}`),
    apply: sh`
      ${REPAIR}
      present=$(${present(packages, purge)}) || exit
      for package in $(apt-get ${OPTIONS} -s ${verb(purge)} $present | awk '$1 == "Remv" || $1 == "Purg" { print $2 }'); do
        case " $(echo $present) " in
          *" \${package%%:*} "*) ;;
          *) echo "The package $package needs what would be removed: remove it first." >&2; exit 4 ;;
        esac
      done
      mp_apt_get $(echo $present | wc -w) ${OPTIONS} ${verb(purge)} $present
    `.showAs(`apt-get ${verb(purge)} ${packages.join(' ')}`),
    capture: captureNamed(packages),
    undo: afterRepair(reinstall(packages, { options: OPTIONS, purged: purge })),
    remains: `the package ${packages[0]}${purge ? ' with its configuration' : ''}`,
    repeatable: true,
    transient: APT_FAILURES,
    ...(destructive !== undefined && { destructive }),
  };
}

/** Proves that dpkg does not know this package as installed. Its configuration may be kept. */
export function gone(name: string): State {
  assertName(name);
  return proof({
    id: `gone_${identifier([name])}`,
    label: `dpkg says that ${name} is not installed`,
    check: sh`if ( ${allInstalled([name])} ); then exit 1; fi`.showAs(`dpkg-query -W ${name}`),
    otherwise: sh`echo ${`${name} is still installed.`} >&2`,
  });
}

/** Prints the version of an installed package, as dpkg says it. */
export function version(name: string): Command {
  assertName(name);
  return sh`dpkg-query -W -f '\${Version}\n' ${name}`;
}

function allInstalled(packages: readonly string[]): Command {
  return sh`
    for package in ${packages}; do
      case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in
        installed\ *) ;;
        *) exit 1 ;;
      esac
    done
  `.showAs(`dpkg-query -W ${packages.join(' ')}`);
}

/** Prints the names of those that are there. dpkg-query answers 1 where it knows none of them. */
function present(packages: readonly string[], purge: boolean): Command {
  const absent = purge ? ['not-installed'] : ['not-installed', 'config-files'];
  return sh`
    dpkg-query -W -f '\${db:Status-Status} \${Package}\n' ${packages} 2>/dev/null |
      awk -v absent=${` ${absent.join(' ')} `} 'index(absent, " " $1 " ") == 0 { print $2 }'
  `;
}

function verb(purge: boolean): string {
  return purge ? 'purge' : 'remove';
}

function named(packages: readonly string[]): string {
  return packages.length === 1 ? `Package ${packages[0]} is` : `Packages ${packages.join(', ')} are`;
}

function identifier(packages: readonly string[]): string {
  return packages.join('_').replaceAll(/[^a-z0-9]+/g, '_');
}

function assertName(name: string): void {
  if (!/^[a-z0-9][a-z0-9.+-]+$/.test(name)) throw new Error(`Not the name of a Debian package: ${name}`);
}

function assertPattern(pattern: string): void {
  assertName(pattern.endsWith('-*') ? pattern.slice(0, -2) : pattern);
}
