# shellcheck shell=sh
# shellcheck disable=SC2013,SC2046,SC2086 # lists of packages are split on purpose
# Undoing what apt did, by what a capture printed into MP_CAPTURE_FILE.

# PACKAGE...: prints every package that is there in some way, which of these were installed only because others need them, and which units
# systemd knows in which state.
mp_snapshot_packages() {
  list=$(dpkg-query -W -f 'package ${binary:Package} ${db:Status-Status} ${Version}\n') || exit
  echo "$list" | sed "s/:$(dpkg --print-architecture) / /"
  apt-mark showauto "$@" 2>/dev/null | sed 's/^/auto /'
  systemctl list-units --all --plain --no-legend --no-pager --full --type=service,socket,timer,path 2>/dev/null |
    awk '{ print "unit", $1, $3 }'
  # Of packages whose configuration alone is there: dpkg removes a folder of theirs that is empty, whoever made it so.
  for package in $(echo "$list" | awk '$3 == "config-files" { print $2 }'); do
    dpkg-query -L "$package" 2>/dev/null
  done | grep -E '^/etc/[^/]+$' | sort -u | while IFS= read -r folder; do
    [ ! -d "$folder" ] || find "$folder" -xdev -type d -empty -printf 'folder %m %U:%G %p\n'
  done | head -n 500
}

# PATTERN...: prints the packages of these names that are known, and which of them were installed only because others need them.
mp_snapshot_named() {
  dpkg-query -W -f 'package ${Package} ${db:Status-Status} ${Version}\n' "$@" 2>/dev/null
  apt-mark showauto $(dpkg-query -W -f '${Package} ' "$@" 2>/dev/null) 2>/dev/null | sed 's/^/auto /'
}

# remove|purge PATTERN...: the same, with what mp_remove would take away besides.
mp_snapshot_removal() {
  how=$1
  shift
  mp_snapshot_named "$@"
  present=$(mp_present "$how" "$@")
  along=$([ -z "$present" ] || mp_leftovers_needing $present)
  mp_unneeded_after $present $along
  [ -z "$along$unneeded" ] || dpkg-query -W -f 'package ${Package} ${db:Status-Status} ${Version}\nauto ${Package}\n' $along $unneeded
}

mp_captured_status() { awk -v name="$1" '$1 == "package" && $2 == name { print $3 }' "$MP_CAPTURE_FILE"; }
mp_current_status() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null; }
mp_is_present() { case $1 in '' | not-installed | config-files) return 1 ;; esac; }
mp_mark_auto() {
  for package in $(awk '$1 == "auto" { print $2 }' "$MP_CAPTURE_FILE"); do
    [ -n "$(apt-mark showauto "$package")" ] || apt-mark auto "$package" || exit
  done
}

# Prints the packages that are there in some way, and were not before.
mp_added_packages() {
  dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' | sed "s/:$(dpkg --print-architecture)$//" | awk '
    NR == FNR { if ($1 == "package" && $3 != "not-installed" && $3 != "config-files") had[$2] = 1; next }
    $1 != "not-installed" && $1 != "config-files" && !($2 in had) { print $2 }
  ' "$MP_CAPTURE_FILE" -
}

# PACKAGE... -- PLACE...: takes away what came with these packages: those that were not there, and what came only for them and nothing else
# needs. What was there stays as it is, also where it is half installed: nothing is repaired for this, since what is to go may be what
# cannot be. The list is kept before anything goes, so that a second run knows what the first left half done. Data in these places is kept.
mp_remove_added() {
  mp_wait_for_first_boot
  packages=''
  while [ "$1" != -- ]; do
    packages="$packages $1"
    shift
  done
  shift
  mp_wait_for_dpkg || exit
  mp_list_removable $packages
  if [ -n "$list" ]; then
    printf '%s\n' $list >>"$MP_CAPTURE_FILE.added" && sync "$MP_CAPTURE_FILE.added" || exit
    mp_record_units $list || exit
    mp_remove_packages remove $list || exit
  fi
  residual=''
  for package in $([ ! -e "$MP_CAPTURE_FILE.added" ] || sort -u "$MP_CAPTURE_FILE.added") $packages; do
    case "$(mp_captured_status "$package")/$(mp_current_status "$package")" in
      /config-files | not-installed/config-files) residual="$residual $package" ;;
    esac
  done
  purged=0
  if [ -n "$residual" ]; then
    mp_preserve_data "$@" || exit
    mp_remove_packages purge $residual
    purged=$?
  fi
  mp_restore_data "$@" || exit
  [ "$purged" = 0 ] || exit "$purged"
  awk '$1 == "folder"' "$MP_CAPTURE_FILE" | while read -r _ mode owner folder; do
    [ -e "$folder" ] || ! [ -d "${folder%/*}" ] || { mkdir -m "$mode" "$folder" && chown "$owner" "$folder"; }
  done
  mp_clean_up_units
  mp_mark_auto
  dpkg-query -W -f '${binary:Package} ${Version}\n' | sed "s/:$(dpkg --print-architecture) / /" | awk '
    NR == FNR { if ($1 == "package" && $3 == "installed") version[$2] = $4; next }
    ($1 in version) && version[$1] != $2 { print $1 " was " version[$1] " and is " $2 " now: that stays." }
  ' "$MP_CAPTURE_FILE" -
}

# PACKAGE...: sets `list` to these as far as they came, and what came with them and nothing else needs. Ends the script where one of them is
# needed by something that stays.
mp_list_removable() {
  named=''
  for package; do
    if mp_is_present "$(mp_captured_status "$package")"; then continue; fi
    if mp_is_present "$(mp_current_status "$package")"; then named="$named $package"; fi
  done
  list=$named
  for package in $(mp_added_packages); do
    case " $list " in *" $package "*) continue ;; esac
    if [ -n "$(apt-mark showauto "$package")" ]; then list="$list $package"; fi
  done
  while [ -n "$list" ]; do
    needed=$(mp_needed_by $list)
    [ -n "$needed" ] || break
    fewer=''
    for package in $list; do
      by=$(echo "$needed" | awk -v name="$package" '$1 == name || index($1, name ":") == 1 { print $2; exit }')
      case "${by:+needed} $named " in
        ' '*) fewer="$fewer $package" ;;
        *" $package "*)
          echo "The package $by needs what would be removed: remove it first." >&2
          exit 4
          ;;
      esac
    done
    [ "$fewer" != "$list" ] || break
    list=$fewer
  done
}

# PACKAGE...: prints what mp_remove_added would find to take away, in a few words a line; see State.listLeftovers.
mp_list_added() {
  named='' others=''
  for package; do
    if mp_is_present "$(mp_captured_status "$package")"; then continue; fi
    status=$(mp_current_status "$package")
    case $status in
      '' | not-installed) ;;
      config-files) [ "$(mp_captured_status "$package")" = config-files ] || echo "$package is removed, but its configuration is there" ;;
      installed)
        named="$named $package"
        echo "$package is installed"
        ;;
      *)
        named="$named $package"
        echo "$package is half installed (dpkg: $status)"
        ;;
    esac
  done
  for package in $(mp_added_packages); do
    case " $named " in *" $package "*) continue ;; esac
    if [ -n "$(apt-mark showauto "$package")" ]; then others="$others $package"; fi
  done
  if [ -z "$named" ] && [ -n "$others" ]; then echo "$(mp_list $others), which came with it, are not removed"; fi
  [ -n "$named$others" ] || return 0
  for unit in $(mp_package_units $named $others); do
    mp_service_leftovers "$unit" "$(mp_unit_was "$unit")"
  done
}

# remove|purge: installs again what was installed, in the same version where it is still offered.
mp_reinstall() {
  mp_wait_for_first_boot
  mp_finish_dpkg
  how=$1
  missing=$(awk '$1 == "package" && $3 != "not-installed" && $3 != "config-files" { print $2 "=" $4 }' "$MP_CAPTURE_FILE")
  reinstalled=''
  for wanted in $missing; do
    package=${wanted%%=*}
    if mp_is_present "$(mp_current_status "$package")"; then continue; fi
    if mp_is_offered "$package" "${wanted#*=}"; then
      reinstalled="$reinstalled $wanted"
    else
      echo "$package ${wanted#*=} is no longer offered: it is installed as it is offered now."
      reinstalled="$reinstalled $package"
    fi
  done
  if [ -n "$reinstalled" ]; then
    mp_apt --no-install-recommends install $reinstalled || exit
    echo "Installed again:$reinstalled."
    [ "$how" = remove ] || echo 'Their configuration was removed with them: they have the one that they come with.'
  fi
  mp_mark_auto
}
