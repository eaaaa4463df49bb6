
# --- run: the executor. It opens what the starter received and verified, and claims -----------------------------------
# fd 3 marks, 4 output, 5 the spool's lock, 6 the answer, 7 "the executor lives", 8 secrets, 9 "one of us lives" (children too)

respond_to_starter() {
  printf '%s\n' "$*" >&6
  case $1 in refused | present) exit 0 ;; esac
  exec 6>&-
}

# A starter that is gone has nobody to answer, and its process id may be a stranger's.
open_request() { # STARTER BIRTH
  exec 8<"/proc/$1/fd/8" 9<"/proc/$1/fd/7" 6<>"/proc/$1/fd/6"
  read_birth "$1" && [ "$birth" = "$2" ] || exit 1
  read_request
  exec 8<&9
}

# Under the lock: may this command start? Answers the starter if not.
validate_request() {
  [ "$r_op/$r_key" = "$op/$key" ] || respond_to_starter refused malformed name
  [ "$r_spool" = "$spool_id" ] || respond_to_starter refused spool_changed "$spool_id"
  ! was_restored || respond_to_starter refused spool_restored "$count after $known_count"
  [ "$r_claims" -le "$count" ] || respond_to_starter refused spool_restored "$count after $r_claims"
  check_journal || respond_to_starter refused spool_restored journal
  if [ -n "$work" ]; then
    [ "$work" = "$r_work" ] || respond_to_starter refused conflict
    respond_to_starter present "$claims"
  fi
  [ -z "$closed" ] || respond_to_starter refused closed
  [ "$r_fence" -ge "$fence" ] || respond_to_starter refused fenced "$fence"
  # A spool put back from a copy before a reboot looks like one that never saw this key: a person has to decide.
  read -r boot </proc/sys/kernel/random/boot_id
  [ "$r_boot" = "$boot" ] || respond_to_starter refused rebooted
}

# The exit record has its bytes from the start and is overwritten in place, which a full disk cannot prevent.
create_command_files() {
  printf '9 999 9 999\n' >"$files.rc" && : >"$files.out" && : >"$files.marks" && : >"$files.alive"
}

claim_command() {
  create_command_files 2>/dev/null || { release_reserve && create_command_files; } || respond_to_starter refused disk_full
  exec 7<"$files.rc" 9>>"$files.alive" 3>>"$files.marks" 4>>"$files.out"
  flock -w 5 7 || respond_to_starter refused busy
  read_birth $$
  count=$((count + 1))
  { append_record fence "$r_fence" && copy_record &&
    printf '%13d\n' "$count" 1<>"$spool/seq" &&
    append_record claim "$key" "$r_work" "$count" "$boot" $$ "$birth" "${self##*/}" &&
    sync_journal "$spool/seq"; } || respond_to_starter refused disk_full
  copy_record
  printf '%s\n' "$count" >"$memory/seq"
  exec 5>&-
  respond_to_starter claimed "$count"
}
