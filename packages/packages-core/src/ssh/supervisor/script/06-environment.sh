
# What a state's scripts find: stdin empty, secrets behind a descriptor, what its capture kept.
prepare_environment() {
  export HOME="${HOME:-/root}" LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 MP_SECRETS=/proc/self/fd/8
  cd / && unset LANG OLDPWD USER LOGNAME SHELL INVOCATION_ID JOURNAL_STREAM SYSTEMD_EXEC_PID MEMORY_PRESSURE_WATCH MEMORY_PRESSURE_WRITE MP_SETSID
}

# N: sets check, capture, apply, verify, idempotent, undo, confirm, refused and MP_CAPTURE_FILE of state N.
select_state() {
  eval "check=\$check$1 capture=\$capture$1 apply=\$apply$1 verify=\$verify$1 idempotent=\$idempotent$1 captureIndex=\${captureIndex$1:-$1}"
  eval "undo=\$undo$1 confirm=\$confirm$1 refused=\$refused$1"
  export MP_CAPTURE_FILE="$spool/captures/$op:${key%%.*}.$captureIndex"
}

# SCRIPT: a subshell, not "sh -c": no exec, no limit of 128 KiB, nothing in an argument list.
# Never call it in a condition: "set -e" in the script would be without effect there.
run_script() (
  echo 0 2>/dev/null >/proc/self/oom_score_adj
  umask 022
  if [ -n "$r_user" ]; then
    run_as_user "$1"
  else
    script=$1
    set --
    eval "$script"
  fi
)

# SCRIPT. setpriv, not su, which would leave the unit. By a pipe, for it may be long and is nobody's argument.
run_as_user() {
  chown "$r_user" /proc/self/fd/8
  # shellcheck disable=SC2016 # expanded there
  printf '%s\n' "$1" |
    setpriv --reuid="$r_user" --regid="$(id -g "$r_user")" --init-groups --reset-env \
      env LC_ALL="$LC_ALL" MP_SECRETS="$MP_SECRETS" /bin/sh -c 'script=$(cat); exec </dev/null; eval "$script"'
}
