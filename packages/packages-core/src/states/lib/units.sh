# shellcheck shell=sh
# Files of systemd's units.

# DIRECTORY UNIT FILE: prints what systemd says of FILE, of that unit in that directory: settings that it ignores, programs that are not there.
# What it says of other units is left out.
mp_complaints_of_systemd() {
  SYSTEMD_LOG_COLOR=0 systemd-analyze --man=no verify "$1/$2" 2>&1 | sed "s|$1/||g" | grep -F "${3%%[@.]*}"
}

# FILE UNIT: would systemd take all of it? Prints what it would not, and then fails.
mp_verify_unit() {
  command -v systemd-analyze >/dev/null || return 0
  mp_units=$(mktemp -d) || return
  cp "$1" "$mp_units/$2" && chmod 644 "$mp_units/$2"
  mp_complaints=$(mp_complaints_of_systemd "$mp_units" "$2" "$2")
  rm -rf "$mp_units"
  mp_report_complaints "$2"
}

# FILE UNIT NAME: the same of settings that are added to a unit. Those of a unit that is not there yet cannot be checked.
mp_verify_drop_in() {
  command -v systemd-analyze >/dev/null || return 0
  mp_fragment=$(systemctl show -P FragmentPath "$2")
  [ -n "$mp_fragment" ] || return 0
  mp_units=$(mktemp -d) || return
  mkdir "$mp_units/${mp_fragment##*/}.d" && cp "$mp_fragment" "$mp_units/" && cp "$1" "$mp_units/${mp_fragment##*/}.d/50-$3.conf" &&
    chmod -R a+rX "$mp_units"
  mp_complaints=$(mp_complaints_of_systemd "$mp_units" "${mp_fragment##*/}" "50-$3.conf")
  rm -rf "$mp_units"
  mp_report_complaints "$2"
}

mp_report_complaints() { # UNIT
  [ -n "$mp_complaints" ] || return 0
  printf '%s\n' "systemd would not take all of $1:" "$mp_complaints"
  return 1
}
