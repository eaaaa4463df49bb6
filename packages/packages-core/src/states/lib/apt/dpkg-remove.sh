# shellcheck shell=sh
# shellcheck disable=SC2086 # lists of packages are split on purpose
# dpkg alone, because apt does nothing at all while any package on the server is half installed.

# ARGUMENT...: dpkg, which does not wait for its locks, once nobody holds them.
mp_dpkg() {
  while :; do
    mp_wait_for_dpkg || return
    dpkg --force-remove-reinstreq "$@" && return
    code=$?
    mp_dpkg_locked >/dev/null || return "$code"
  done
}

# PACKAGE...: "PACKAGE NEEDED_BY" a line, for those that others need.
mp_needed_by() {
  dpkg --no-act --force-remove-reinstreq --remove "$@" 2>&1 | awk '
    /dependency problems prevent removal of / { sub(/:$/, ""); package = $NF }
    package != "" && /^ .* depends on / { print package, $1 }'
}

mp_dpkg_status() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null; }

mp_still_present() {
  verb=$1
  shift
  for package; do
    case $verb/$(mp_dpkg_status "$package") in
      */ | */not-installed | remove/config-files) ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

mp_script_of() {
  for script in "/var/lib/dpkg/info/$1.$2" "/var/lib/dpkg/info/$1:$(dpkg --print-architecture).$2"; do
    if [ -e "$script" ]; then printf '%s\n' "$script"; return; fi
  done
}

# remove|purge PACKAGE...: also packages that are half installed, and those whose removal scripts fail. Packages that are not named are left
# as they are. Prints what it does; fails where one of them is still there.
mp_remove_packages() {
  action=$1
  shift
  disabled='' tries=0 code=0
  remaining=$(mp_still_present "$action" "$@")
  while [ -n "$remaining" ]; do
    mp_stop_units
    mp_dpkg "--$action" $remaining
    code=$?
    remaining=$(mp_still_present "$action" "$@")
    tries=$((tries + 1))
    if [ -z "$remaining" ] || [ "$tries" -ge 4 ]; then break; fi
    before=$disabled
    for package in $remaining; do mp_disable_script "$package"; done
    [ "$disabled" != "$before" ] || break
  done
  [ -n "$remaining" ] || return 0
  for script in $disabled; do mv "$MP_CAPTURE_FILE.${script##*/}" "$script"; done
  echo "These packages could not be removed:" $remaining >&2
  [ "$code" != 0 ] || code=4
  return "$code"
}

mp_disable_script() {
  case $action/$(mp_dpkg_status "$1") in
    purge/* | */half-installed) kind=postrm ;;
    *) kind=prerm ;;
  esac
  script=$(mp_script_of "$1" "$kind")
  [ -n "$script" ] || return 0
  echo "The $kind script of $1 fails: $1 is removed without it."
  mv "$script" "$MP_CAPTURE_FILE.${script##*/}" && disabled="$disabled $script"
}

