import { sh } from '../../dsl/sh';
import type { Assertion } from '../../dsl/state';
import { assertion } from '../assertion';
import { assertPattern, identifier } from './names';

export interface RemovableService {
  /** The unit that the uninstall stops. */
  unit: string;
  /** The executable that its processes run; others that run it would not start again. */
  program: string | null;
}

/**
 * Nothing stands against removing these packages (patterns as in apt.removed): none is on hold or essential, no package that stays
 * needs one of them, dpkg can write, and nothing but the unit runs their program. It comes first in an uninstall, before the service
 * is stopped.
 */
export function removable(packages: readonly string[], service: RemovableService | null): Assertion {
  packages.forEach(assertPattern);
  const unit = service ? `${service.unit}.service` : '';
  const blockers = sh`mp_removal_blockers ${unit} ${service?.program ?? ''} ${packages}`;
  return assertion({
    id: `removable_${identifier(packages.slice(0, 1))}`,
    label: `${packages[0]} can be removed`,
    check: sh`
      blockers=$(${blockers})
      [ -z "$blockers" ]
    `.displayAs(`apt-get -s remove ${packages.join(' ')}`),
    onFailure: sh`${blockers} >&2`,
    blocks: true,
  });
}
