
# --- stop -------------------------------------------------------------------------------------------------------------

# FENCE DPKG_SECONDS GRACE_SECONDS FORCE: FORCE is 1 when a person has chosen to kill a dpkg at work.
stop_command() {
  : 2>/dev/null >"$files.pause"
  # Whatever ails the spool, what runs is stopped; only a stop that is out of date is not obeyed.
  case $( (raise_fence "$1" '') 2>&1) in
    '') ;;
    *fenced*) refuse fenced ;;
    *) send_message unfenced ;;
  esac
  if ! wait_for_dpkg "$2" && [ "$4" != 1 ]; then
    send_message stopped dpkg "$(describe_members)"
    exit 75
  fi
  dpkg=''
  case "$(describe_members)" in *:dpkg\ * | *:apt-get\ * | *:apt\ * | *:aptitude\ *) dpkg=1 ;; esac
  terminate_members "$3"
  settle_guards keep
  remaining=$(describe_members)
  if [ -n "$remaining" ]; then send_message stopped left "$remaining"; else send_message stopped clean ${dpkg:+"$(repair_dpkg)"}; fi
}

# GRACE_SECONDS: TERM, then KILL until nobody is left or 100 rounds have shown that it is of no use.
terminate_members() {
  signal_members TERM && wait_for_members "$1" && return
  rounds=0
  while [ $rounds -lt 100 ] && signal_members KILL; do
    rounds=$((rounds + 1))
    sleep 0.05
  done
}

# NAME: fails when there is nobody.
signal_members() {
  members=$(list_members)
  [ -n "$members" ] || return 1
  # shellcheck disable=SC2086 # a list of process ids
  kill -s "$1" $members 2>/dev/null
  return 0
}

wait_for_members() { # SECONDS
  deadline=$(($(date +%s) + $1))
  while [ -n "$(list_members)" ]; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}
