import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { APT_CAUSES } from '../failures/apt';
import { DPKG_CAUSES } from '../failures/dpkg';
import { SERVICE_CAUSES } from '../failures/services';
import { assertName, identifier } from './names';
import { APT_FAILURES } from './transient-failures';

/**
 * These packages, which are installed, have the newest version that apt offers. A plan shows the versions and the sizes. A rollback puts the
 * former versions back, if apt still offers them; otherwise it says so and the new ones stay.
 */
export function upgraded(packages: readonly string[]): State {
  packages.forEach(assertName);
  const newest = `${packages.join(', ')} ${packages.length === 1 ? 'has' : 'have'} the newest version`;
  return {
    ...upgrade(packages),
    id: `upgraded_${identifier(packages.slice(0, 1))}`,
    label: newest,
    action: `Update ${packages.join(', ')}`,
    check: sh`mp_are_newest ${packages}`.displayAs(`apt-cache policy ${packages.join(' ')}`),
    result: newest,
  };
}

/** What states have in common that bring installed packages to a newer version. */
export function upgrade(packages: readonly string[]) {
  const names = packages.join(' ');
  return {
    apply: sh`mp_upgrade ${packages}`.displayAs(`apt-get install --only-upgrade ${names}`),
    observe: sh`mp_observe_upgrade ${packages}`.displayAs(`apt-get -s install --only-upgrade ${names}`),
    capture: sh`mp_changed_by_upgrade ${packages}`.displayAs(`apt-get -s install --only-upgrade ${names}`),
    undo: sh`mp_undo_upgrade`.displayAs(`apt-get install the former versions of ${names}`),
    idempotent: true as const,
    transient: APT_FAILURES,
    failures: [...DPKG_CAUSES, ...APT_CAUSES, ...SERVICE_CAUSES],
  };
}

/** Nothing prevents an update of these packages: none is on hold, and apt would remove nothing for it. */
export function updatable(packages: readonly string[]): Assertion {
  packages.forEach(assertName);
  return assertion({
    id: `updatable_${identifier(packages.slice(0, 1))}`,
    label: `${packages.join(', ')} can be updated`,
    check: sh`
      obstacles=$(mp_install_obstacles ${packages})
      [ -z "$obstacles" ]
    `.displayAs(`apt-get -s install --only-upgrade ${packages.join(' ')}`),
    onFailure: sh`mp_install_obstacles ${packages} >&2`,
    blocks: true,
  });
}
