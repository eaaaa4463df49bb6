# shellcheck shell=sh
# Commands that are not Milepost's.

# USER COMMAND...: the command as that user, with the user's environment and nothing of ours: neither the secrets nor where they are.
# Without a USER as whoever runs this.
mp_run_clean() {
  mp_user=${1:-$(id -un)}
  shift
  mp_entry=$(getent passwd "$mp_user") || {
    echo "There is no user $mp_user." >&2
    return 4
  }
  mp_home=$(printf %s "$mp_entry" | cut -d: -f6)
  set -- env -i HOME="$mp_home" USER="$mp_user" LOGNAME="$mp_user" LANG=C.UTF-8 PATH="$PATH" "$@"
  if [ "$(id -un)" != "$mp_user" ]; then set -- runuser -u "$mp_user" -- "$@"; fi
  (
    case $MP_SECRETS in /proc/self/fd/[0-9]) eval "exec ${MP_SECRETS##*/}<&-" ;; esac
    exec "$@"
  )
}

# USER DIRECTORY SCRIPT: until the first command that fails. Never as root.
mp_run_typed() {
  if [ "$(id -u "${1:-$(id -un)}" 2>/dev/null)" = 0 ]; then
    echo 'A typed command never runs as root: name the user that it should run as.' >&2
    return 4
  fi
  # shellcheck disable=SC2016 # of the inner sh
  mp_run_clean "$1" sh -c 'cd "$1" || exit; shift; exec sh -ec "$1"' - "$2" "$3" </dev/null
}
