
# --- attach: output on stdout, marks on stderr, so that offsets are plain bytes ---------------------------------------

# Sets record if the exit record is whole and final.
command_ended() {
  read -r record <"$files.rc" || return 1
  case $record in 9*) return 1 ;; [0-9]\ [0-9][0-9][0-9]\ [0-9]\ [0-9][0-9][0-9]) ;; *) return 1 ;; esac
}

tell_end() {
  if command_ended; then tell end "$record"; else tell lost "$(last_phase)" "$(name_members)"; fi
  exit 0
}

last_phase() {
  state=1 phase=check
  while read -r marked_state marked_phase _ uptime; do
    [ -z "$uptime" ] || state=$marked_state phase=$marked_phase
  done <"$files.marks"
  printf '%s %s' "$state" "$phase"
}

attach_command() { # OFFSET MARKS WAIT
  [ -z "$closed" ] || refuse closed
  [ -n "$work" ] || { tell absent && exit 77; }
  # Short or over: nothing to follow, and mostly nothing to exec. All who attach lock shared, the executor alone.
  if command_ended || [ ! -e "$files.rc" ] || flock -s -w 0.03 "$files.rc" true; then
    [ ! -s "$files.out" ] || tail -c +$(($1 + 1)) "$files.out"
    tell_marks "$2"
    tell_end
  fi
  # flock is woken by the executor's end; both tails watch flock, drain, and end by themselves.
  flock -s -w "$3" "$files.rc" true &
  waiter=$!
  tail -n +$(($2 + 1)) -f -s 0.01 --pid=$waiter "$files.marks" >&2 &
  marks=$!
  tail -c +$(($1 + 1)) -f -s 0.01 --pid=$waiter "$files.out" &
  output=$!
  wait $waiter
  ended=$?
  wait $marks $output
  [ $ended = 0 ] || { tell running && exit 75; }
  tell_end
}

tell_marks() { # MARKS: all after the first MARKS
  n=0
  while read -r mark; do
    n=$((n + 1))
    [ "$n" -le "$1" ] || printf '%s\n' "$mark" >&2
  done <"$files.marks"
}
