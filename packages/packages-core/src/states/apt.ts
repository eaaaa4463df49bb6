import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { APT_FAILURES } from './apt/transient-failures';
import { APT_GET_FUNCTIONS } from './apt/apt-get';
import { PACKAGE_HEALTH_FUNCTIONS, previewRepair } from './apt/health';
import { INSTALL_CHECK_FUNCTIONS } from './apt/installable';
import { REMOVAL_FUNCTIONS, listPresent } from './apt/removal';
import { allInstalled, assertName, assertPattern } from './apt/names';
import {
  snapshotNamed,
  snapshotPackages,
  reinstall,
  removeAddedPackages,
  listAddedPackages,
} from './apt/undo';
import { DPKG_REMOVE_FUNCTIONS } from './apt/dpkg-remove';
import { APT_CAUSES } from './failures/apt';
import { DPKG_CAUSES } from './failures/dpkg';
import { SERVICE_CAUSES } from './failures/services';
import { listsAreFresh, UPDATE_CAUSES, updateLists } from './apt/update';
import { FINDING_FUNCTIONS } from './findings';
import { DPKG_LOCKS, WAIT_FOR_CLOUD_INIT, LOCK_FUNCTIONS } from './apt/package-locks';
import { PACKAGE_UNIT_FUNCTIONS } from './apt/package-units';
import { assertion } from './assertion';
import { PROGRESS_FUNCTIONS } from './progress-functions';

/** dpkg asks nothing: a configuration file that was changed by hand stays as it is. apt waits ten minutes for dpkg's lock. */
const APT_OPTIONS = [
  '-q',
  '-y',
  ['-o', 'DPkg::Lock::Timeout=600'],
  ['-o', 'Dpkg::Use-Pty=0'],
  ['-o', 'Dpkg::Options::=--force-confdef'],
  ['-o', 'Dpkg::Options::=--force-confold'],
].flat();

/** Packages start and stop services as they come and go. */
const CHANGE_CAUSES = [...DPKG_CAUSES, ...APT_CAUSES, ...SERVICE_CAUSES];

/** Functions for all that follows; nobody begins before the first boot is over. */
const APT_PRELUDE = sh`
  ${PROGRESS_FUNCTIONS}
  ${LOCK_FUNCTIONS}
  ${APT_GET_FUNCTIONS}
  ${WAIT_FOR_CLOUD_INIT}
`;

/**
 * apt refuses everything until dpkg has finished what it had begun, as after a power cut, and every package has what it needs. What
 * cannot be repaired without removing something is named; what was cut off while it was unpacked is unpacked again by apt itself.
 */
const FINISH_INTERRUPTED_DPKG = sh`
  ${APT_PRELUDE}
  ${PACKAGE_HEALTH_FUNCTIONS}
  mp_wait_unlocked ${DPKG_LOCKS} || exit
  if [ -n "$(dpkg --audit)" ]; then
    dpkg --force-confdef --force-confold --configure -a
  fi
  half=$(mp_half_installed)
  if [ -n "$half" ] && mp_completes "$half"; then
    mp_apt_get 0 ${APT_OPTIONS} --fix-broken install || exit
    half=$(mp_half_installed)
  fi
  half=$(echo "$half" | awk 'NF && $2 != "half-installed"')
  if [ -n "$half" ]; then
    echo "$half" | while read -r package status; do
      echo "E: $(mp_half_installed_sentence "$package" "$status" tried)"
    done >&2
    exit 6
  fi
`;

const withDpkgRepair = (command: Command): Command =>
  sh`
  ${FINISH_INTERRUPTED_DPKG}
  ${command}
`.displayAs(command.display);

export interface InstalledOptions {
  /** Directories in which the packages store data. A rollback keeps them, although a purge would delete them, unless the person chose to remove the data. */
  preserveData?: readonly string[];
}

/**
 * These packages are installed. Conflicts with what a person changed in configuration files are settled for the person; where an
 * earlier uninstall kept the configuration and files of it were deleted since, those come back: dpkg would leave them out.
 */
export function installed(
  packages: readonly string[],
  { preserveData: data = [] }: InstalledOptions = {},
): State {
  packages.forEach(assertName);
  return {
    id: `installed_${identifier(packages)}`,
    label: `${named(packages)} installed`,
    check: allInstalled(packages),
    apply: sh`
      ${FINISH_INTERRUPTED_DPKG}
      ${REMOVAL_FUNCTIONS}
      ${INSTALL_CHECK_FUNCTIONS}
      obstacles=$(mp_install_obstacles ${packages})
      if [ -n "$obstacles" ]; then
        echo "$obstacles" >&2
        exit 4
      fi
      confmiss=''
      if dpkg-query -W -f '\${db:Status-Status}\n' | grep -qx config-files; then
        for package in $(apt-get ${APT_OPTIONS} -s --no-install-recommends install ${packages} | awk '$1 == "Inst" { print $2 }'); do
          case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in config-files*) confmiss='-o Dpkg::Options::=--force-confmiss' ;; esac
        done
      fi
      mp_apt_get 0 ${APT_OPTIONS} $confmiss --no-install-recommends install ${packages}
    `.displayAs(`apt-get install --no-install-recommends ${packages.join(' ')}`),
    capture: snapshotPackages(packages, data),
    undo: undoInstall(packages, data),
    listLeftovers: listAddedPackages(packages),
    preview: previewRepair(packages),
    ...(data.length > 0 && { data }),
    result: `${packages.join(', ')} ${packages.length === 1 ? 'is' : 'are'} installed`,
    idempotent: true,
    transient: APT_FAILURES,
    failures: CHANGE_CAUSES,
  };
}

function undoInstall(packages: readonly string[], data: readonly string[]): Command {
  const remove = removeAddedPackages(packages, { data });
  return sh`
    ${APT_PRELUDE}
    ${remove}
  `.displayAs(remove.display);
}

/**
 * The package lists are at most an hour old, or nothing of `packages` is missing, so that they are not needed. Repositories that
 * cannot be used and have nothing to do with `packages` are left out with a warning.
 */
export function updated({ packages }: { packages: readonly string[] }): State {
  packages.forEach(assertName);
  return {
    id: 'package_lists_fresh',
    label: `The package lists are fresh, or not needed for ${packages.join(', ')}`,
    check: sh`
      if ( ${allInstalled(packages)} ); then exit 0; fi
      ${listsAreFresh(packages)}
    `,
    apply: sh`
      ${APT_PRELUDE}
      ${updateLists(packages)}
    `.displayAs('apt-get update'),
    noUndoReason: 'Fresh package lists change nothing that is installed.',
    idempotent: true,
    transient: APT_FAILURES,
    failures: UPDATE_CAUSES,
  };
}

export type RemovedOptions =
  | { purge: false }
  | {
      /** Configuration files go as well, and what else the package removes when it is purged. */
      purge: true;
      /** What is lost with it, in a sentence. */
      destructive: string;
      /** Prints the names of what is lost, one a line. */
      losses?: Command;
    };

/**
 * None of these packages (a trailing `*` stands for any ending) is installed. What needs one of them and is not itself
 * one of them is never removed: the milestone fails and names it.
 */
export function removed(packages: readonly string[], options: RemovedOptions): State {
  const { purge } = options;
  packages.forEach(assertPattern);
  return {
    id: `${purge ? 'purged' : 'removed'}_${identifier(packages.slice(0, 1))}`,
    label: purge
      ? `${packages[0]} is removed with its configuration`
      : `${packages[0]} is removed; its configuration and data are kept`,
    check: sh`
      present=$(${listPresent(packages, purge)}) || exit
      [ -z "$present" ]
    `.displayAs(`dpkg-query -W ${packages.join(' ')}`),
    apply: sh`
      ${APT_PRELUDE}
      ${REMOVAL_FUNCTIONS}
      present=$(${listPresent(packages, purge)}) || exit
      ${removeWithoutApt(verb(purge))}
      obstacles=$(mp_removal_obstacles $present)
      if [ -n "$obstacles" ]; then
        echo "$obstacles" >&2
        exit 4
      fi
      mp_unneeded_after $present
      [ -z "$orphaned" ] || [ -z "$(mp_simulate remove $present $unneeded | mp_removed_by | mp_except $present $unneeded)" ] || unneeded=''
      mp_apt_get $(echo $present $unneeded | wc -w) ${APT_OPTIONS} ${verb(purge)} $present $unneeded
    `.displayAs(`apt-get ${verb(purge)} ${packages.join(' ')}`),
    preview: sh`
      ${FINDING_FUNCTIONS}
      ${REMOVAL_FUNCTIONS}
      mp_unneeded_after $(${listPresent(packages, purge)})
      [ -z "$unneeded" ] || mp_finding changes "Also removes libraries that came with it and that no other package needs: $(mp_list $unneeded)."
      orphaned=$(echo $(mp_orphaned_by $orphaned))
      [ -z "$orphaned" ] || mp_finding keeps "No longer needed by any package afterwards, but kept: $(mp_list $orphaned)."
    `,
    capture: sh`
      ${snapshotNamed(packages)}
      ${REMOVAL_FUNCTIONS}
      mp_unneeded_after $(${listPresent(packages, purge)})
      [ -z "$unneeded" ] || dpkg-query -W -f 'package \${Package} \${db:Status-Status} \${Version}\nauto \${Package}\n' $unneeded
    `.displayAs(`dpkg-query -W ${packages.join(' ')}`),
    undo: withDpkgRepair(reinstall(packages, { options: APT_OPTIONS, purged: purge })),
    leftoverLabel: `the package ${packages[0]}${purge ? ' with its configuration' : ''}`,
    idempotent: true,
    transient: APT_FAILURES,
    failures: CHANGE_CAUSES,
    result: `${packages[0]} is removed${purge ? ' with its configuration' : '; its configuration is kept'}`,
    ...(options.purge && { destructive: options.destructive }),
    ...(options.purge && options.losses && { losses: options.losses }),
  };
}

/** Proves that dpkg does not know this package as installed, nor as installed in part. Its configuration may be kept. */
export function notInstalled(name: string): State {
  assertName(name);
  return assertion({
    id: `gone_${identifier([name])}`,
    label: `dpkg says that ${name} is not installed`,
    check: sh`[ -z "$(${listPresent([name], false)})" ]`.displayAs(`dpkg-query -W ${name}`),
    onFailure: sh`echo ${`${name} is still installed, or was removed only in part.`} >&2`,
  });
}

/** Prints the version of an installed package, as dpkg says it. */
export function version(name: string): Command {
  assertName(name);
  return sh`dpkg-query -W -f '\${Version}\n' ${name}`;
}

/**
 * Where some package is half installed, of `$present` or of others, apt refuses or finishes it first; dpkg removes without that. Ends
 * the script then.
 */
function removeWithoutApt(how: 'remove' | 'purge'): Command {
  return sh`
    ${PACKAGE_HEALTH_FUNCTIONS}
    mp_wait_unlocked ${DPKG_LOCKS} || exit
    if [ -n "$(mp_half_installed)" ]; then
      ${PACKAGE_UNIT_FUNCTIONS}
      ${DPKG_REMOVE_FUNCTIONS}
      mp_needed_by $present | while read -r package by; do
        echo "The package $by needs $package, which would be removed: remove $by first." >&2
        exit 4
      done || exit
      mp_record_units $present
      mp_remove_packages ${how} $present || exit
      systemctl daemon-reload
      systemctl reset-failed $(mp_units ours) 2>/dev/null
      exit 0
    fi
  `;
}

function verb(purge: boolean): 'remove' | 'purge' {
  return purge ? 'purge' : 'remove';
}

function named(packages: readonly string[]): string {
  return packages.length === 1 ? `Package ${packages[0]} is` : `Packages ${packages.join(', ')} are`;
}

function identifier(packages: readonly string[]): string {
  return packages.join('_').replaceAll(/[^a-z0-9]+/g, '_');
}
