import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { FINDING_FUNCTIONS } from '../findings';
import { assertion } from '../assertion';

/**
 * `mp_half_installed`: "PACKAGE STATUS" a line, of packages that dpkg has begun with and not finished, and of those that lack what they
 * need (status `unmet`). As long as there is one apt installs nothing.
 * `mp_completes`: whether `apt-get --fix-broken install` would end all that without removing anything, as far as apt can tell; it cannot
 * for a package whose scripts have to run. `mp_half_installed_sentence PACKAGE STATUS [tried]`: what to do; `tried` when repairing failed.
 */
export const PACKAGE_HEALTH_FUNCTIONS = sh`
  mp_unmet() {
    apt-get -s check 2>&1 | awk '$2 == ":" && $3 ~ /^(Pre)?Depends:$/ { sub(/:.*/, "", $1); print $1, $4 }'
  }
  mp_half_installed() {
    half=$(dpkg-query -W -f '\${db:Status-Status} \${db:Status-Eflag} \${binary:Package}\n' |
      sed "s/:$(dpkg --print-architecture)$//" | awk '
        $2 == "reinstreq" { print $3, "half-installed"; next }
        $1 == "half-installed" || $1 == "half-configured" || $1 == "unpacked" { print $3, $1 }')
    [ -z "$half" ] || printf '%s\n' "$half"
    mp_unmet | while read -r package _; do
      printf '%s\n' "$half" | grep -q "^$package[: ]" || printf '%s unmet\n' "$package"
    done | sort -u
  }
  mp_completes() {
    case $1 in *half-configured* | *half-installed*) return 1 ;; esac
    simulated=$(apt-get -s --fix-broken install 2>/dev/null) || return 1
    case $simulated in *Remv\ * | *Purg\ *) return 1 ;; esac
  }
  mp_half_installed_sentence() {
    need=$(mp_unmet | awk -v name="\${1%%:*}" '$1 == name { print $2; exit }')
    said="$1 is half installed (dpkg: $2)"
    repair='Repair it with “dpkg --configure -a”'
    case $2 in
      half-installed) repair="Repair it with “apt-get install --reinstall $1”" ;;
      unpacked) repair='Repair it with “apt-get --fix-broken install”' ;;
      unmet) said="$1 lacks a package that it needs" repair='Repair it with “apt-get --fix-broken install”' ;;
    esac
    if [ -n "$need" ]; then said="$said: it needs $need" repair="Install $need"
    elif [ "$3$2" = triedhalf-configured ]; then said="$said: its post-installation script fails" repair='Mend what its script says'
    fi
    echo "$said. $repair, or uninstall $1."
  }
`;

/**
 * No package on the server is half installed, but for those of `packages` and what these need, which installing them completes, and
 * what apt can complete without removing anything.
 */
export function noneHalfInstalled({ packages }: { packages: readonly string[] }): State {
  const others = sh`
    ${PACKAGE_HEALTH_FUNCTIONS}
    mp_others() {
      half=$(mp_half_installed)
      [ -n "$half" ] || return 0
      if mp_completes "$half"; then return 0; fi
      needed=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
        ${packages} 2>/dev/null | grep '^[a-z0-9]' | sort -u)
      printf '%s\n' "$half" | while read -r package status; do
        case " $(echo ${packages} $needed) " in *" \${package%%:*} "*) ;; *) printf '%s %s\n' "$package" "$status" ;; esac
      done
    }
  `;
  return {
    ...assertion({
      id: 'none_half_installed',
      label: 'No other package is half installed',
      check: sh`
        ${others}
        [ -z "$(mp_others)" ]
      `.displayAs('dpkg --audit'),
      onFailure: sh`
        ${others}
        mp_others | while read -r package status; do
          echo "E: $(mp_half_installed_sentence "$package" "$status")"
        done >&2
      `,
    }),
    preview: sh`
      ${FINDING_FUNCTIONS}
      ${others}
      mp_others | while read -r package status; do
        mp_finding blocked "$(mp_half_installed_sentence "$package" "$status")"
      done
    `.displayAs('dpkg --audit'),
  };
}

/** Says which packages installing these ones repairs first. Nothing but findings. */
export function previewRepair(packages: readonly string[]): Command {
  return sh`
    ${FINDING_FUNCTIONS}
    ${PACKAGE_HEALTH_FUNCTIONS}
    half=$(mp_half_installed)
    [ -n "$half" ] || exit 0
    for package in ${packages}; do
      status=$(echo "$half" | awk -v name="$package" '$1 == name { print $2 }')
      [ -z "$status" ] || mp_finding warns "$package is half installed (dpkg: $status). It is repaired first."
    done
    if mp_completes "$half"; then
      mp_finding changes "$(echo "$half" | awk '{ print $1 }' | xargs) will be completed first, with “apt-get --fix-broken install”."
    fi
  `.displayAs('dpkg --audit');
}
