
# --- The states: check; if it is false capture, apply, verify; a guarded one has to be confirmed then ---------------------------------------------------------

run_command() { # OP KEY STARTER BIRTH
  op=$1 key=$2 files=$spool/op/$1:$2
  open_request "$3" "$4"
  acquire_lock || respond_to_starter refused busy
  validate_request
  claim_command
  prepare_environment
  protect_from_needrestart
  echo -900 2>/dev/null >/proc/$$/oom_score_adj
  state=0 applied=0 changing='' phase=check guarding=''
  settle_guards others
  while [ "$state" -lt "$r_states" ]; do
    state=$((state + 1))
    select_state "$state"
    [ ! -e "$files.pause" ] || finish_with 2 0 0
    [ -z "$confirm" ] || resume_guard
    if [ -n "$check" ]; then
      begin_phase check
      run_phase "$check"
      case $code in 0) continue ;; 1) ;; *) finish_with 1 0 "$code" ;; esac
      [ ! -e "$files.pause" ] || finish_with 2 0 0
    fi
    [ -z "$capture" ] || [ -e "$MP_CAPTURE_FILE" ] || store_capture
    [ -z "$confirm" ] || arm_guard "$confirm"
    begin_phase apply
    run_phase "$apply"
    [ "$code" = 0 ] || { undo_refused && finish_with 1 1 "$code"; }
    applied=$((applied + 1))
    if [ -n "$verify" ]; then
      begin_phase verify
      run_phase "$verify"
      [ "$code" = 0 ] || finish_with 1 2 "$code"
    fi
    [ -z "$guarding" ] || await_confirmation
  done
  has_free_space || spool_is_full
  state=$applied
  finish_with 0 0 0
}

# On a full disk a script's output may have been cut off without the script's noticing: that is not done.
has_free_space() { printf '%4096s' '' 2>/dev/null >"$files.space" && : >"$files.space"; }

# NAME: marks that the phase begins. No mark, no command: who finds this command lost goes by its last mark.
begin_phase() {
  phase=$1
  read -r _ offset </proc/$$/fdinfo/4
  read -r uptime _ </proc/uptime
  printf '%s %s %s %s\n' "$state" "$phase" "$offset" "$uptime" >&3 || spool_is_full
  # What was lost in a check is repeated: so the mark of an apply that must not be repeated has to outlive the power.
  [ "$phase" = apply ] || return 0
  changing=1
  [ -n "$idempotent" ] || sync "$files.marks" || spool_is_full
}

run_phase() { # SCRIPT: sets code
  run_script "$1" </dev/null >&4 2>&1 3>&- 4>&- 5>&- 7>&-
  code=$?
}

spool_is_full() {
  release_reserve
  case $phase in check) finish_with 3 0 0 ;; apply) finish_with 3 1 0 ;; verify) finish_with 3 2 0 ;; confirm) finish_with 3 4 0 ;; *) finish_with 3 3 0 ;; esac
}

# OUTCOME (0 done, 1 failed, 2 paused, 3 spool full) PHASE (0 check, 1 apply, 2 verify, 3 capture, 4 confirm) CODE.
# With "done" the state's place holds how many were applied.
finish_with() {
  [ -z "$guarding" ] || abandon_guard
  printf '%d %03d %d %03d\n' "$1" "$state" "$2" "$3" 1<>"$files.rc"
  [ -z "$changing" ] || sync "$files.marks" "$files.rc"
  exit 0
}

# An upgrade of libc restarts services: not the one that upgrades.
protect_from_needrestart() {
  rule=/etc/needrestart/conf.d/milepost.conf
  # shellcheck disable=SC2016 # Perl's
  [ ! -w /etc/needrestart/conf.d ] || [ -e "$rule" ] ||
    printf '# Written by Milepost: its units are commands at work.\n$nrconf{override_rc}{qr(^milepost-)} = 0;\n' >"$rule"
}
