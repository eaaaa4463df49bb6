# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2086,SC2116 # lists of packages are split on purpose
# Packages that are half installed: as long as there is one, apt installs nothing.

mp_unmet() {
  apt-get -s check 2>&1 | awk '$2 == ":" && $3 ~ /^(Pre)?Depends:$/ { sub(/:.*/, "", $1); print $1, $4 }'
}

# Prints "PACKAGE STATUS" a line, of packages that dpkg has begun with and not finished, and of those that lack what they need (status
# `unmet`).
mp_half_installed() {
  half=$(dpkg-query -W -f '${db:Status-Status} ${db:Status-Eflag} ${binary:Package}\n' |
    sed "s/:$(dpkg --print-architecture)$//" | awk '
      $2 == "reinstreq" { print $3, "half-installed"; next }
      $1 == "half-installed" || $1 == "half-configured" || $1 == "unpacked" { print $3, $1 }')
  [ -z "$half" ] || printf '%s\n' "$half"
  mp_unmet | while read -r package _; do
    printf '%s\n' "$half" | grep -q "^${package}[: ]" || printf '%s unmet\n' "$package"
  done | sort -u
}

# HALF_INSTALLED: whether `apt-get --fix-broken install` would end all that without removing anything, as far as apt can tell; it cannot
# for a package whose scripts have to run.
mp_completes() {
  case $1 in *half-configured* | *half-installed*) return 1 ;; esac
  simulated=$(apt-get -s --fix-broken install 2>/dev/null) || return 1
  case $simulated in *Remv\ * | *Purg\ *) return 1 ;; esac
}

# PACKAGE STATUS [tried]: what to do; `tried` when repairing failed.
mp_half_installed_sentence() {
  need=$(mp_unmet | awk -v name="${1%%:*}" '$1 == name { print $2; exit }')
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

# PACKAGE...: those that are half installed, but for these and what they need, which installing them completes, and what apt can complete.
mp_others_half_installed() {
  half=$(mp_half_installed)
  [ -n "$half" ] || return 0
  if mp_completes "$half"; then return 0; fi
  needed=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
    "$@" 2>/dev/null | grep '^[a-z0-9]' | sort -u)
  printf '%s\n' "$half" | while read -r package status; do
    case " $(echo "$@" $needed) " in *" ${package%%:*} "*) ;; *) printf '%s %s\n' "$package" "$status" ;; esac
  done
}

# PACKAGE...: findings on which packages installing these ones repairs first.
mp_preview_repair() {
  half=$(mp_half_installed)
  [ -n "$half" ] || return 0
  for package; do
    status=$(echo "$half" | awk -v name="$package" '$1 == name { print $2 }')
    [ -z "$status" ] || mp_finding warns "$package is half installed (dpkg: $status). It is repaired first."
  done
  if mp_completes "$half"; then
    mp_finding changes "$(echo "$half" | awk '{ print $1 }' | xargs) will be completed first, with “apt-get --fix-broken install”."
  fi
}

# apt refuses everything until dpkg has finished what it had begun, as after a power cut, and every package has what it needs. What cannot
# be repaired without removing something is named, and ends the script; what was cut off while it was unpacked is unpacked again by apt.
mp_finish_dpkg() {
  mp_wait_for_dpkg || exit
  if [ -n "$(dpkg --audit)" ]; then
    dpkg --force-confdef --force-confold --configure -a
  fi
  half=$(mp_half_installed)
  if [ -n "$half" ] && mp_completes "$half"; then
    mp_apt_change 0 --fix-broken install || exit
    half=$(mp_half_installed)
  fi
  half=$(echo "$half" | awk 'NF && $2 != "half-installed"')
  if [ -n "$half" ]; then
    echo "$half" | while read -r package status; do
      echo "E: $(mp_half_installed_sentence "$package" "$status" tried)"
    done >&2
    exit 6
  fi
}
