import type { Command } from '../../dsl/sh';
import { sequence, sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { APT_CAUSES } from '../failures/apt';
import { DPKG_CAUSES } from '../failures/dpkg';
import { SERVICE_CAUSES } from '../failures/services';
import { UPDATE_CAUSES } from './update-causes';
import { allInstalled, assertName, assertPattern, identifier } from './names';
import { APT_FAILURES } from './transient-failures';

/** Packages start and stop services as they come and go. */
const CHANGE_CAUSES = [...DPKG_CAUSES, ...APT_CAUSES, ...SERVICE_CAUSES];

export interface InstalledOptions {
  /** Directories in which the packages store data. A rollback keeps them, although a purge would delete them, unless the person chose to remove the data. */
  preserveData?: readonly string[];
}

/** These packages are installed. */
export function installed(
  packages: readonly string[],
  { preserveData: data = [] }: InstalledOptions = {},
): State {
  packages.forEach(assertName);
  return {
    id: `installed_${identifier(packages)}`,
    label: `${named(packages)} installed`,
    action: `Install ${packages.join(', ')}`,
    check: allInstalled(packages),
    apply: sh`mp_install ${packages}`.displayAs(
      `apt-get install --no-install-recommends ${packages.join(' ')}`,
    ),
    capture: sh`
      mp_snapshot_packages ${packages}
      mp_snapshot_data ${data}
    `.displayAs('dpkg-query -W'),
    undo: sh`mp_remove_added ${packages} -- ${data}`.displayAs(
      `dpkg --purge what came with ${packages.join(' ')}`,
    ),
    listLeftovers: sh`mp_list_added ${packages}`.displayAs(`dpkg-query -W ${packages.join(' ')}`),
    preview: sh`mp_preview_repair ${packages}`.displayAs('dpkg --audit'),
    observe: sh`mp_observe_install ${packages}`.displayAs(
      `apt-get -s install --no-install-recommends ${packages.join(' ')}`,
    ),
    ...(data.length > 0 && { data }),
    result: `${packages.join(', ')} ${packages.length === 1 ? 'is' : 'are'} installed`,
    idempotent: true,
    transient: APT_FAILURES,
    failures: CHANGE_CAUSES,
  };
}

export interface UpdatedOptions {
  packages: readonly string[];
  /** They are needed also where all of `packages` are installed: for an update. */
  always?: boolean;
}

/**
 * The package lists are at most an hour old, or nothing of `packages` is missing, so that they are not needed. Repositories that
 * cannot be used and have nothing to do with `packages` are left out with a warning.
 */
export function updated({ packages, always = false }: UpdatedOptions): State {
  packages.forEach(assertName);
  return {
    id: 'package_lists_fresh',
    label: always
      ? 'The package lists are fresh'
      : `The package lists are fresh, or not needed for ${packages.join(', ')}`,
    action: 'Refresh the package lists',
    check: always
      ? sh`mp_lists_are_fresh ${packages}`
      : sh`mp_all_installed ${packages} || mp_lists_are_fresh ${packages}`,
    apply: sh`mp_update_lists ${packages}`.displayAs('apt-get update'),
    noUndoReason: 'Fresh package lists change nothing that is installed.',
    idempotent: true,
    transient: APT_FAILURES,
    failures: UPDATE_CAUSES,
  };
}

export type RemovedOptions = {
  /** Packages that came with these and stay, because other software may use them: the plan says so. */
  stays?: readonly string[];
} & (
  | { purge: false }
  | {
      /** Configuration files go as well, and what else the package removes when it is purged. */
      purge: true;
      /** What is lost with it, in a sentence. */
      destructive: string;
      /** Prints the names of what is lost, one a line. */
      losses?: Command;
    }
);

/**
 * None of these packages (a trailing `*` stands for any ending) is installed. What needs one of them and is not itself
 * one of them is never removed: the milestone fails and names it. Only what apt installed for packages that are gone, and that nothing needs,
 * goes along.
 */
export function removed(packages: readonly string[], options: RemovedOptions): State {
  const { purge, stays = [] } = options;
  const verb = purge ? 'purge' : 'remove';
  packages.forEach(assertPattern);
  return {
    id: `${purge ? 'purged' : 'removed'}_${identifier(packages.slice(0, 1))}`,
    label: purge
      ? `${packages[0]} is removed with its configuration`
      : `${packages[0]} is removed; its configuration and data are kept`,
    action: purge
      ? `Remove ${packages[0]} with its configuration`
      : `Remove ${packages[0]}; keep its configuration and data`,
    check: sh`
      present=$(mp_present ${verb} ${packages}) || exit
      [ -z "$present" ]
    `.displayAs(`dpkg-query -W ${packages.join(' ')}`),
    apply: sh`mp_remove ${verb} ${packages}`.displayAs(`apt-get ${verb} ${packages.join(' ')}`),
    preview: sequence(
      sh`mp_preview_removal ${verb} ${packages}`,
      ...(stays.length > 0 ? [sh`mp_preview_stays ${stays}`] : []),
    ),
    observe: sh`mp_observe_removal ${verb} ${packages}`.displayAs(`apt-get -s ${verb} ${packages.join(' ')}`),
    capture: sh`mp_snapshot_removal ${verb} ${packages}`.displayAs(`dpkg-query -W ${packages.join(' ')}`),
    undo: sh`mp_reinstall ${verb}`.displayAs(`apt-get install what was there of ${packages.join(' ')}`),
    leftoverLabel: `the package ${packages[0]}${purge ? ' with its configuration' : ''}`,
    idempotent: true,
    transient: APT_FAILURES,
    failures: CHANGE_CAUSES,
    result: `${packages[0]} is removed${purge ? ' with its configuration' : '; its configuration is kept'}`,
    ...(options.purge && { destructive: options.destructive }),
    ...(options.purge && options.losses && { losses: options.losses }),
  };
}

/** Verifies that dpkg does not know this package as installed, nor as installed in part. Its configuration may be kept. */
export function notInstalled(name: string): State {
  assertName(name);
  return assertion({
    id: `gone_${identifier([name])}`,
    label: `dpkg says that ${name} is not installed`,
    check: sh`[ -z "$(mp_present remove ${name})" ]`.displayAs(`dpkg-query -W ${name}`),
    onFailure: sh`echo ${`${name} is still installed, or was removed only in part.`} >&2`,
  });
}

function named(packages: readonly string[]): string {
  return packages.length === 1 ? `Package ${packages[0]} is` : `Packages ${packages.join(', ')} are`;
}
