# shellcheck shell=sh
# shellcheck disable=SC2005,SC2046,SC2086 # lists of packages are split on purpose
# Bringing installed packages to the newest version that their repositories offer.

# PACKAGE...: prints "PACKAGE INSTALLED CANDIDATE" a line, `(none)` where there is none.
mp_package_versions() {
  apt-cache policy "$@" | awk '
    /^[^ ].*:$/ { name = substr($1, 1, length($1) - 1) }
    $1 == "Installed:" { installed = $2 }
    $1 == "Candidate:" { print name, installed, $2 }'
}

# PACKAGE...: are all of them installed, and is nothing newer offered?
mp_are_newest() {
  mp_all_installed "$@" || return 1
  [ -z "$(mp_package_versions "$@" | awk '$2 != $3')" ]
}

# PACKAGE...: prints "PACKAGE OLD NEW" a line for all that an update of these would change; OLD is `-` for what comes with it.
mp_changed_by_upgrade() {
  mp_simulate --no-install-recommends --only-upgrade install "$@" | awk '$1 == "Inst" {
    old = "-"
    new = $3
    if ($3 ~ /^\[/) { old = substr($3, 2, length($3) - 2); new = $4 }
    print $2, old, substr(new, 2)
  }'
}

# PACKAGE...: updates them, or ends the script.
mp_upgrade() {
  mp_wait_for_first_boot
  mp_finish_dpkg
  if ! mp_all_installed "$@"; then
    echo "Not all of these packages are installed, so they cannot be updated: $(mp_list "$@"). Install them first." >&2
    exit 4
  fi
  obstacles=$(mp_install_obstacles "$@")
  if [ -n "$obstacles" ]; then
    echo "$obstacles" >&2
    exit 4
  fi
  mp_apt_change 0 --no-install-recommends --only-upgrade install "$@"
}

# VERSION SERIES: `1:24.3-1` is of the series `24`.
mp_is_in_series() { case ${1#*:} in "$2" | "$2"[.+~-]*) ;; *) return 1 ;; esac; }

# PACKAGE SERIES: is a version of this series installed?
mp_has_series() { mp_is_in_series "$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null)" "$2"; }

# PACKAGE SERIES: brings an installed package to the newest version of this series, or ends the script.
mp_upgrade_to_series() {
  mp_lists_are_fresh "$1" || mp_update_lists "$1"
  offered=$(mp_package_versions "$1" | awk '{ print $3 }')
  if ! mp_is_in_series "$offered" "$2"; then
    echo "The version of $1 that apt would install is ${offered:-(none)}, not one of $2." >&2
    exit 4
  fi
  mp_upgrade "$1"
}

# After `mp_changed_by_upgrade` was captured: puts the former versions back, if apt still offers all of them.
mp_undo_upgrade() {
  mp_wait_for_first_boot
  mp_finish_dpkg
  former='' lost=''
  while read -r package old _; do
    [ "$old" != - ] || continue
    now=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null)
    [ "$now" != "$old" ] || continue
    if mp_is_offered "$package" "$old"; then
      former="$former $package=$old"
    else
      lost="$lost $package=$old"
    fi
  done <"$MP_CAPTURE_FILE"
  if [ -n "$lost" ]; then
    echo "These versions are no longer offered, so the new ones stay:$lost."
    return
  fi
  [ -n "$former" ] || return 0
  mp_apt --allow-downgrades --no-install-recommends install $former || exit
  echo "Installed again:$former."
}
