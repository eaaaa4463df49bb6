# shellcheck shell=sh
# shellcheck disable=SC2013,SC2046,SC2086 # lists of units and packages are split on purpose
# The services of packages that came with an operation; of one that was there under the same name, as a file in /etc, nothing is changed for
# good.

# PACKAGE...: prints the units that these packages have, those of a template as a pattern.
mp_package_units() {
  dpkg -L "$@" 2>/dev/null |
    sed -nE 's,^(/usr)?/lib/systemd/system/([^/]+\.(service|socket|timer|path))$,\2,p' |
    sed 's/@\./@*./'
}

# UNIT ACTIVE, in which state it was before: says what it is now and was not then.
mp_service_leftovers() {
  now_active=$(systemctl is-active "$1" 2>/dev/null)
  case $2 in active | activating | reloading | refreshing | auto-restart) return ;; esac
  case $now_active in
    active | reloading | refreshing) echo "$1 is running" ;;
    activating) echo "$1 is starting over and over again" ;;
    failed) [ "$2" = failed ] || echo "$1 has failed" ;;
  esac
  case "$(systemctl is-enabled "$1" 2>/dev/null)" in enabled*) echo "$1 starts at boot" ;; esac
}

# PACKAGE...: keeps which units they have, for a second run, before they go.
mp_record_units() {
  mp_package_units "$@" >>"$MP_CAPTURE_FILE.units" &&
    dpkg -L "$@" 2>/dev/null | sed -n 's,^/etc/init[.]d/,,p' >>"$MP_CAPTURE_FILE.init" &&
    sync "$MP_CAPTURE_FILE.units" "$MP_CAPTURE_FILE.init"
}

mp_unit_was() { awk -v name="$1" '$1 == "unit" && $2 == name { print $3 }' "$MP_CAPTURE_FILE"; }

# ours|theirs: prints those that came with the operation, or that ran before it.
mp_units() {
  [ -e "$MP_CAPTURE_FILE.units" ] || return 0
  for unit in $(sort -u "$MP_CAPTURE_FILE.units"); do
    case $1/$(mp_unit_was "$unit") in ours/ | ours/inactive | theirs/active) printf '%s\n' "$unit" ;; esac
  done
}

mp_stop_units() {
  ours=$(mp_units ours)
  [ -z "$ours" ] || systemctl stop $ours 2>/dev/null
  return 0
}

# When they are gone: what a removal script that was left out would have done.
mp_clean_up_units() {
  ours=$(mp_units ours) theirs=$(mp_units theirs)
  if [ -n "$ours" ]; then
    DPKG_MAINTSCRIPT_PACKAGE=milepost deb-systemd-helper purge $ours >/dev/null 2>&1
    systemctl daemon-reload
    systemctl stop $ours 2>/dev/null
    systemctl reset-failed $ours 2>/dev/null
  fi
  for name in $([ ! -e "$MP_CAPTURE_FILE.init" ] || sort -u "$MP_CAPTURE_FILE.init"); do
    [ -e "/etc/init.d/$name" ] || update-rc.d "$name" remove >/dev/null 2>&1
  done
  for unit in $theirs; do
    systemctl is-active --quiet "$unit" || systemctl start "$unit"
  done
  return 0
}

