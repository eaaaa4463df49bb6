import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { assertName, identifier } from './names';

/** These packages are installed, or apt could install them without removing or changing what is on hold. */
export function installable(packages: readonly string[]): State {
  packages.forEach(assertName);
  return assertion({
    id: `installable_${identifier(packages.slice(0, 1))}`,
    label: `${packages.join(', ')} can be installed`,
    check: sh`
      if mp_all_installed ${packages}; then exit 0; fi
      obstacles=$(mp_install_obstacles ${packages})
      [ -z "$obstacles" ]
    `.displayAs(`apt-get -s install ${packages.join(' ')}`),
    onFailure: sh`mp_install_obstacles ${packages} >&2`,
    blocks: true,
  });
}
