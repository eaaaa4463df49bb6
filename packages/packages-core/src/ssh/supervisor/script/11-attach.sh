
# --- attach: output on stdout, marks on stderr, so that offsets are plain bytes ---------------------------------------

# Sets record if the exit record is whole and final.
command_ended() {
  read -r record <"$files.rc" || return 1
  case $record in 9*) return 1 ;; [0-9]\ [0-9][0-9][0-9]\ [0-9]\ [0-9][0-9][0-9]) ;; *) return 1 ;; esac
}

report_end() {
  if command_ended; then send_message end "$record"; else send_message lost "$(last_phase)" "$(describe_members)"; fi
  exit 0
}

last_phase() {
  state=1 phase=check
  while read -r marked_state marked_phase _ uptime; do
    [ -z "$uptime" ] || state=$marked_state phase=$marked_phase
  done <"$files.marks"
  printf '%s %s' "$state" "$phase"
}

# OP:KEY OFFSET TAIL: sets offset to where the output is sent from.
skip_middle() {
  offset=$2
  [ -n "$3" ] && size=$(stat -c %s "$spool/op/$1.out" 2>/dev/null) || return 0
  [ $((size - $3)) -le "$offset" ] || offset=$((size - $3))
}

attach_command() { # OFFSET MARKS WAIT [LIMIT]: versions before it asked without
  [ -z "$closed" ] || refuse closed
  [ -n "$work" ] || { send_message absent && exit 77; }
  limit=${4:-999999999999999}
  # Short or over: nothing to follow, and mostly nothing to exec. All who attach lock shared, the executor alone.
  if command_ended || [ ! -e "$files.rc" ] || flock -s -w 0.03 6 6<"$files.rc"; then
    [ ! -s "$files.out" ] || send_output "$1" "$limit"
    send_marks "$2"
    report_end
  fi
  tell_confirmation
  # flock is woken by the executor's end; both tails watch flock, drain, and end by themselves. Past the limit head does, and all with it.
  # stdbuf: head would keep what comes until it has a block of it.
  flock -s -w "$3" 6 6<"$files.rc" &
  waiter=$!
  tail -n +$(($2 + 1)) -f -s 0.01 --pid=$waiter "$files.marks" >&2 &
  marks=$!
  tail -c +$(($1 + 1)) -f -s 0.01 --pid=$waiter "$files.out" 2>/dev/null | stdbuf -o 0 head -c "$limit" &
  wait $! && terminate_child $waiter
  wait $waiter
  ended=$?
  wait $marks
  [ $ended = 0 ] || { send_message running && exit 75; }
  report_end
}

# Its mark may have been sent to another worker.
tell_confirmation() {
  [ -d "$spool/guards" ] || return 0
  waits=$(last_phase)
  case $waits in *' confirm') send_message confirm "${waits% *}" ;; esac
}

send_output() { # OFFSET LIMIT
  if [ "$1" = 0 ]; then head -c "$2" "$files.out"; else tail -c +$(($1 + 1)) "$files.out" | head -c "$2"; fi
}

# PID. Its id is not another's: nobody else has us for a parent, and until we wait for it it keeps it.
terminate_child() {
  read -r _ _ _ parent _ <"/proc/$1/stat" && [ "$parent" = $$ ] && kill "$1"
} 2>/dev/null

send_marks() { # MARKS: all after the first MARKS
  n=0
  while read -r mark; do
    n=$((n + 1))
    [ "$n" -le "$1" ] || printf '%s\n' "$mark" >&2
  done <"$files.marks"
}
