
# --- The journal: one append-only file an operation -------------------------------------------------------------------
# A record is "ORDINAL WORD ARGUMENTS... ." with a newline on both sides, so that a torn one harms neither neighbor:
#   N fence FENCE .
#   N claim KEY WORK CLAIMS BOOT PID BORN VERSION .
#   N closed .

acquire_lock() { exec 5>>"$spool/lock" && flock -w 10 5; }

# FILE: sets last, fence and closed; for the command $key also what its claim says.
read_journal() {
  last=0 fence=0 closed='' work='' claims=0 claimed_boot='' claimant='' born='' version=''
  [ -e "$1" ] || return 0
  while read -r ordinal word rest; do
    is_number "$ordinal" || continue
    case $rest in '.') rest='' ;; *' .') rest=${rest% .} ;; *) continue ;; esac
    last=$ordinal
    case "$word $rest" in
      'fence '*) ! is_number "$rest" || [ "$rest" -le "$fence" ] || fence=$rest ;;
      'closed ') closed=1 ;;
      "claim $key "*) read_claim "$rest" ;;
    esac
  done <"$1"
}

read_claim() {
  # shellcheck disable=SC2086 # words
  set -- $1
  work=$2 claims=$3 claimed_boot=$4 claimant=$5 born=$6 version=$7
}

# Under the lock: reads the spool's journal and compares it with the copy in memory. Fails when the spool has lost something.
check_journal() {
  read_journal "$memory/$op.log"
  known_last=$last known_fence=$fence known_closed=$closed
  read_journal "$spool/op/$op.log"
  [ "$known_last" -le "$last" ] && [ "$known_fence" -le "$fence" ] && { [ -z "$known_closed" ] || [ -n "$closed" ]; }
}

# WORD [ARGUMENTS...]: appends a record; it is on disk after sync_journal.
append_record() {
  last=$((last + 1)) record="$* ."
  printf '\n%s %s\n' "$last" "$record" >>"$spool/op/$op.log"
}

# Never fails: without the copy only the spool's restoration within this boot is harder to see.
copy_record() {
  [ -d "$memory" ] || mkdir -p "$memory"
  printf '\n%s %s\n' "$last" "$record" 2>/dev/null >>"$memory/$op.log"
  :
}

# [FILES...]: one exec, an fsync of each.
sync_journal() { sync "$spool/op" "$spool/op/$op.log" "$@"; }

write_record() {
  append_record "$@" && sync_journal ||
    { release_reserve && append_record "$@" && sync_journal; } || refuse disk_full
  copy_record
}

# N [closed]: raises the operation's fence, on disk before it answers.
raise_fence() {
  is_number "$1" || refuse malformed fence
  acquire_lock || refuse busy
  check_journal || refuse spool_restored
  [ "$1" -ge "$fence" ] || refuse fenced "$fence"
  [ "$1" = "$fence" ] || write_record fence "$1"
  [ -z "$2" ] || write_record "$2"
  exec 5>&-
}
