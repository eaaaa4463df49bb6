import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { allInstalled, assertName } from './names';
import { LISTS_STAMP } from './update';
import { REMOVAL_FUNCTIONS } from './removal';
import { assertion } from '../assertion';

/**
 * Needs REMOVAL_FUNCTIONS in front. `mp_install_obstacles PACKAGE…` prints what stands against installing these: a sentence a line. Lists that
 * are missing or old count for nothing, for they are refreshed before apt installs; nor do half-installed packages, which are
 * completed before it, or named by apt-health.
 */
export const INSTALL_CHECK_FUNCTIONS = sh`
  mp_install_obstacles() {
    if simulated=$(mp_simulate --no-install-recommends install "$@"); then
      removed=$(echo $(echo "$simulated" | mp_removed_by))
      [ -z "$removed" ] || echo "Would be removed to install $1, because they cannot be there together: $(mp_list $removed). Remove them by hand first (“apt-get remove $removed”), or do not install $1."
      changed=$(echo $(echo "$simulated" | awk '$1 == "Inst" { print $2 }'))
      held=$([ -z "$changed" ] || echo $(mp_held $changed))
      [ -z "$held" ] || echo "On hold: $(mp_list $held). To allow the installation, run “apt-mark unhold $held” on the server."
      return
    fi
    case $simulated in *--fix-broken*) return ;; esac
    for mp_package; do
      apt-cache policy "$mp_package" | awk -v name="$mp_package" '
        $1 == "Candidate:" && $2 == "(none)" { none = 1 }
        none && /^ +[^ ]+ -[0-9]+$/ { pinned = 1 }
        END { if (pinned) print "A pin keeps " name " from being installed: look into /etc/apt/preferences and /etc/apt/preferences.d." }'
    done | grep . || {
      [ -z "$(find ${LISTS_STAMP} -mmin -60 2>/dev/null)" ] || echo "apt refuses to install $1: $(echo "$simulated" | sed -n 's/^E: //p' | head -n 1)"
    }
  }
`;

/** These packages are installed, or apt could install them without removing or changing what it was told to keep. */
export function installable(packages: readonly string[]): State {
  packages.forEach(assertName);
  return assertion({
    id: `installable_${packages[0]?.replaceAll(/[^a-z0-9]+/g, '_')}`,
    label: `${packages.join(', ')} can be installed`,
    check: sh`
      if ( ${allInstalled(packages)} ); then exit 0; fi
      ${REMOVAL_FUNCTIONS}
      ${INSTALL_CHECK_FUNCTIONS}
      obstacles=$(mp_install_obstacles ${packages})
      [ -z "$obstacles" ]
    `.displayAs(`apt-get -s install ${packages.join(' ')}`),
    onFailure: sh`
      ${REMOVAL_FUNCTIONS}
      ${INSTALL_CHECK_FUNCTIONS}
      mp_install_obstacles ${packages} >&2
    `,
    blocks: true,
  });
}
