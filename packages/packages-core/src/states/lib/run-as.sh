# shellcheck shell=sh
# Scripts that run as another user of the server.

# What that user's shell does: secrets, a line each, an empty line and then the script come by stdin, so that none is an argument.
# shellcheck disable=SC2016 # expanded there
mp_run_as_main='
mp_secrets=
while IFS= read -r mp_line && [ -n "$mp_line" ]; do
  mp_secrets="$mp_secrets$mp_line
"
done
mp_script=$(cat; echo .)
exec </dev/null
eval "${mp_script%.}"'

# NAME...: prints the lines of these secrets, as they are behind MP_SECRETS.
mp_secret_lines() {
  for mp_wanted; do
    while read -r mp_name mp_value; do
      [ "$mp_name" != "$mp_wanted" ] || printf '%s %s\n' "$mp_name" "$mp_value"
    done <"$MP_SECRETS"
  done
}

# USER SCRIPT SECRET...: runs a script as this user, by sh whatever the user's shell is, in a directory that everybody can read. It gets the
# secrets that are named, a copy of what was captured, and no other open file. Exit code: the script's; 1 where there is no such user, so
# that a check is false until there is.
mp_run_as() {
  mp_user=$1 mp_text=$2
  shift 2
  mp_group=$(id -g "$mp_user" 2>/dev/null) || {
    echo "There is no user $mp_user on this server." >&2
    return 1
  }
  mp_private=''
  case $mp_text in *MP_CAPTURE_FILE*) mp_private=$(mktemp -d "${MP_RUN_AS_DIRECTORY:-/run}/milepost-as.XXXXXX") || return ;; esac
  if [ -n "$mp_private" ]; then
    : >"$mp_private/captured"
    [ ! -e "$MP_CAPTURE_FILE" ] || cat "$MP_CAPTURE_FILE" >"$mp_private/captured" || return
    chown -R "$mp_user:$mp_group" "$mp_private" || return
  fi
  {
    mp_secret_lines "$@"
    echo
    printf '%s\n' "$mp_text"
  } | (
    cd / || exit
    exec setpriv --reuid="$mp_user" --regid="$mp_group" --init-groups --reset-env \
      env LC_ALL="${LC_ALL:-C.UTF-8}" MP_STAMP="$MP_STAMP" MP_CAPTURE_FILE="${mp_private:+$mp_private/captured}" \
      /bin/sh -c "$mp_run_as_main" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
  )
  mp_code=$?
  [ -z "$mp_private" ] || rm -rf "$mp_private"
  return "$mp_code"
}
