import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { PACKAGE_HEALTH_FUNCTIONS } from './health';
import { DPKG_REMOVE_FUNCTIONS } from './dpkg-remove';
import { PROCESSES } from '../processes/processes';
import { assertion } from '../assertion';
import { DISK_SPACE_FUNCTIONS } from '../disk-space';

/** What would be refused for a hold or an essential package is simulated too, so that all that stands against it is found at once. */
const SIMULATE = ['-q', '-y', '-s', '--allow-change-held-packages', '--allow-remove-essential'];

/**
 * Functions about removing installed packages.
 * `mp_removal_obstacles PACKAGE…` prints what stands against it: a sentence a line, nothing where nothing does.
 * `mp_unneeded_after PACKAGE…` sets `unneeded`: libraries that were installed automatically, in the same run of apt as one of PACKAGE,
 * and that nothing needs afterwards; and `orphaned`: what else would not be needed then. `mp_orphaned_by` prints which of these were
 * needed before.
 */
export const REMOVAL_FUNCTIONS = sh`
  ${PACKAGE_HEALTH_FUNCTIONS}
  ${DPKG_REMOVE_FUNCTIONS}
  mp_simulate() { apt-get ${SIMULATE} "$@" 2>&1; }
  mp_removed_by() { awk '$1 == "Remv" || $1 == "Purg" { print $2 }'; }
  mp_except() { mp_excluded=" $(echo "$@") "; while read -r mp_each; do case $mp_excluded in *" \${mp_each%%:*} "*) ;; *) echo "$mp_each" ;; esac; done; }
  mp_list() { echo "$@" | sed 's/ /, /g'; }
  mp_held() { dpkg-query -W -f '\${db:Status-Want} \${Package}\n' "$@" 2>/dev/null | sed -n 's/^hold //p'; }
  mp_vital() { dpkg-query -W -f '\${Essential}/\${Protected} \${Package}\n' "$@" 2>/dev/null | awk '$1 ~ /yes/ { print $2 }'; }
  mp_libraries() { dpkg-query -W -f '\${Section} \${Package}\n' "$@" 2>/dev/null | awk '$1 ~ /(^|\/)libs$/ { print $2 }'; }
  mp_removal_obstacles() {
    held=$(echo $(mp_held "$@"))
    [ -z "$held" ] || echo "On hold: $(mp_list $held). To allow the removal, run “apt-mark unhold $held” on the server."
    vital=$(echo $(mp_vital "$@"))
    [ -z "$vital" ] || echo "Essential to this system, never removed by Milepost: $(mp_list $vital)."
    instead=''
    if simulated=$(mp_simulate remove "$@"); then
      needing=$(echo $(echo "$simulated" | mp_removed_by | mp_except "$@"))
      instead=$(echo $(echo "$simulated" | awk '$1 == "Inst" { print $2 }'))
    elif [ -n "$(mp_half_installed)" ]; then
      needing=$(echo $(mp_needed_by "$@" | cut -d ' ' -f 2 | sort -u | mp_except "$@"))
    else
      echo "apt refuses to remove $1: $(echo "$simulated" | sed -n 's/^E: //p' | head -n 1)"
      return
    fi
    if [ -n "$needing" ]; then
      echo "Packages that need $1 and would be removed with it: $(mp_list $needing). Remove them first (“apt-get remove $needing”), or keep $1."
    elif [ -n "$instead" ]; then
      echo "With $1 gone, apt would install $(mp_list $instead) for a package that needs one of them. Install or remove packages by hand until “apt-get -s remove $1” installs nothing."
    fi
  }
  mp_installed_with() {
    for mp_log in /var/log/apt/history.log*; do
      case $mp_log in *.gz) zcat "$mp_log" ;; *) cat "$mp_log" ;; esac
    done 2>/dev/null | awk -v wanted=" $(echo "$@") " '/^Install: / {
      count = split(substr($0, 10), items, /\), /)
      with = 0
      for (i = 1; i <= count; i++) {
        name = items[i]
        sub(/[: ].*/, "", name)
        names[i] = name
        if (index(wanted, " " name " ")) with = 1
      }
      for (i = 1; with && i <= count; i++) if (items[i] ~ /, automatic/) print names[i]
    }'
  }
  mp_unneeded_after() {
    unneeded='' orphaned=''
    gone=$(mp_simulate autoremove "$@") || return 0
    gone=$(echo $(echo "$gone" | mp_removed_by | mp_except "$@"))
    [ -n "$gone" ] || return 0
    came=$(mp_installed_with "$@")
    unneeded=$(printf '%s\n' $gone | mp_except $(printf '%s\n' $gone | mp_except $came))
    [ -z "$unneeded" ] || unneeded=$(echo $(mp_libraries $unneeded | mp_except $(mp_held $unneeded) $(mp_vital $unneeded)))
    orphaned=$(echo $(printf '%s\n' $gone | mp_except $unneeded))
    [ -n "$orphaned" ] || return 0
    if dpkg-query -W -f '\${Depends}, \${Pre-Depends}\n' $orphaned | tr -s ' ,|' '\n' | grep -qxF "$(printf '%s\n' \${unneeded:-/})"; then unneeded=''; fi
  }
  mp_orphaned_by() { [ "$#" = 0 ] || apt-mark showauto "$@" 2>/dev/null | mp_except $(mp_simulate autoremove | mp_removed_by); }
`;

/** Prints the names of those that are there. dpkg-query answers 1 where it knows none of them. */
export function listPresent(packages: readonly string[], purge: boolean): Command {
  const absent = purge ? ['not-installed'] : ['not-installed', 'config-files'];
  return sh`
    dpkg-query -W -f '\${db:Status-Status} \${Package}\n' ${packages} 2>/dev/null |
      awk -v absent=${` ${absent.join(' ')} `} 'index(absent, " " $1 " ") == 0 { print $2 }'
  `;
}

/** What a removal writes to: `DIRECTORY MEGABYTES FILES`. */
const WRITTEN_TO = ['/var/lib/dpkg 10 20', '/usr 0 0', '/etc 0 0'];

export interface RemovableService {
  /** The unit that the uninstall stops. */
  unit: string;
  /** The executable that its processes run; others that run it would not start again. */
  program: string;
}

/**
 * Nothing stands against removing these packages (patterns as in apt.removed): none is on hold or essential, no package that stays
 * needs one of them, dpkg can write, and nothing but the unit runs their program. It comes first in an uninstall, before the service
 * is stopped.
 */
export function removable(packages: readonly string[], { unit, program }: RemovableService): State {
  const obstacles = sh`
    present=$(${listPresent(packages, false)}) || exit
    [ -z "$present" ] || {
      mp_removal_obstacles $present
      printf '%s\n' ${WRITTEN_TO} | mp_lacking_space
    }
    for pid in $(mp_instances ${program}); do
      [ "$(mp_unit_of "$pid")" = ${`${unit}.service`} ] || mp_describe "$pid"
    done | sort -u | sed ${`s|.*|${program} is also run by &: without the package it could not start again. Stop it first, or run it from another copy.|`}
  `;
  return assertion({
    id: `removable_${packages[0]?.replaceAll(/[^a-z0-9]+/g, '_')}`,
    label: `${packages[0]} can be removed`,
    check: sh`
      ${PROCESSES}
      ${DISK_SPACE_FUNCTIONS}
      ${REMOVAL_FUNCTIONS}
      obstacles=$(${obstacles})
      [ -z "$obstacles" ]
    `.displayAs(`apt-get -s remove ${packages.join(' ')}`),
    onFailure: sh`
      ${PROCESSES}
      ${DISK_SPACE_FUNCTIONS}
      ${REMOVAL_FUNCTIONS}
      { ${obstacles}; } >&2
    `,
    blocks: true,
  });
}
