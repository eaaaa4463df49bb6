# shellcheck shell=sh
# What a unit of one's own needs: its user, its directory, its program, its environment.

# USER DIRECTORY PROGRAM: prints in lines SENTENCE TAB FIELD why this user could not run the program there.
mp_cannot_run() {
  if mp_no_user "$1"; then
    printf '%s\t%s\n' "There is no user $1 on this server." user
    return
  fi
  if ! [ -d "$2" ]; then
    printf '%s\t%s\n' "There is no directory $2 on this server." directory
  elif ! mp_run_clean "$1" test -x "$2"; then
    printf '%s\t%s\n' "The user $1 may not enter $2." directory
  fi
  if ! [ -f "$3" ]; then
    printf '%s\t%s\n' "There is no program $3 on this server." command
  elif ! mp_run_clean "$1" test -x "$3"; then
    printf '%s\t%s\n' "The user $1 may not run $3." command
  fi
}

# FILE: prints which line is not NAME=value, and then fails. Never the line: it may hold a secret.
mp_accepts_environment() {
  mp_wrong=$(awk '!/^[ \t\r]*([A-Za-z_][A-Za-z0-9_]*=.*|[#;].*)?$/ { print NR; exit }' "$1") || return
  [ -n "$mp_wrong" ] || return 0
  echo "Line $mp_wrong of the environment is not NAME=value."
  return 1
}

# UNIT: runs it to its end.
mp_run_job() {
  case "$(systemctl is-active "$1")" in
    active | activating | deactivating)
      echo "$1 is running already. Wait until it has ended." >&2
      exit 4
      ;;
  esac
  if systemctl start "$1" 2>/dev/null; then return; fi
  mp_result=$(systemctl show -P Result "$1")
  case $mp_result in
    exit-code) mp_result="exit code $(systemctl show -P ExecMainStatus "$1")" ;;
    signal) mp_result="signal $(systemctl show -P ExecMainStatus "$1")" ;;
    timeout) mp_result='its time limit' ;;
    oom-kill) mp_result='its memory limit' ;;
  esac
  echo "$1 was ended by $mp_result. Its journal is on the page of the job." >&2
  exit 4
}
