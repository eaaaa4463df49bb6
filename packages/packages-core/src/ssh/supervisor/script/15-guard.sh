
# --- Guarded changes: undone by the server itself unless the console confirms them over a new connection ---------------
#   guards/OP:MILESTONE.STATE        "STATUS DEADLINE BOOT SECONDS KEY", overwritten in place
#   guards/OP:MILESTONE.STATE.undo   the script that undoes it; .out is what that printed
#   guards/lock                      held by whoever changes a status, and by the executor while it applies
# DEADLINE counts seconds since boot. STATUS is one of
#   applying   the apply and its verification run, until DEADLINE at most
#   waiting    for a confirmation until DEADLINE
#   confirmed  the change stays
#   undoing    the undo runs, or was cut off
#   expired    undone, because nobody confirmed it in time
#   undone     undone for another reason: a stop, a reboot, an executor that died
#   failed     the undo failed
# A timer runs it where the executor does not, and a unit of the next boot where there is no timer any more.

lock_guards() { # [SECONDS]
  exec 5>>"$spool/guards/lock" && flock -w "${1:-20}" 5
}
unlock_guards() { exec 5>&-; }

# OP:MILESTONE.STATE: sets guard and what its record says. Fails where there is none.
read_guard() {
  guard=$spool/guards/$1 guard_status='' guard_deadline=0 guard_boot='' guard_seconds=0 guard_key=''
  read -r guard_status guard_deadline guard_boot guard_seconds guard_key 2>/dev/null <"$guard" && is_number "$guard_deadline"
}

# STATUS [DEADLINE]: on disk before it returns.
write_guard() {
  guard_status=$1 guard_deadline=${2:-$guard_deadline}
  printf '%-9s %-12d %s %-6d %s\n' "$1" "$guard_deadline" "$guard_boot" "$guard_seconds" "$guard_key" 2>/dev/null 1<>"$guard" &&
    sync "$guard"
}

# Sets now to the seconds since boot, and boot.
read_clock() {
  read -r now _ </proc/uptime && now=${now%.*}
  read -r boot </proc/sys/kernel/random/boot_id
}

guard_is_of_this_boot() { [ "$guard_boot" = "$boot" ]; }

# Before the apply, with the lock held until it is verified.
arm_guard() { # SECONDS
  phase=capture
  mkdir -p "$spool/guards" || spool_is_full
  lock_guards 60 || finish_with 1 3 75
  read_clock
  guard=$spool/guards/$op:${key%%.*}.$state guard_boot=$boot guard_seconds=$1 guard_key=$key
  rm -f "$guard.out"
  { printf '%s\n' "$undo" >"$guard.undo" && write_guard applying $((now + $1)) && sync "$guard.undo" "$spool/guards"; } 2>/dev/null || {
    remove_guard
    spool_is_full
  }
  guarding=1
  guard_next_boot && start_guard_timer || {
    echo 'Nothing on this server could undo the change by itself: it has neither systemd nor cron, or they cannot be written to.' >&4
    guarding=''
    remove_guard
    finish_with 1 3 1
  }
}

# One for each attempt: that of the last may still be about to end.
guard_unit() { printf 'milepost-guard-%s-%s' "${guard##*/}" "${guard_key#*.}" | tr -c 'A-Za-z0-9_-' -; }

uses_systemd() { [ -w /run/systemd/system ] && [ -z "$without_units" ]; }

start_guard_timer() {
  set -- /bin/sh "$self" guard "$spool" "${guard##*/}"
  if uses_systemd; then
    systemd-run --quiet --collect --unit="$(guard_unit)" --on-active="${guard_seconds}s" --timer-property=AccuracySec=100ms \
      --description="Milepost: undo what is not confirmed" -p OOMPolicy=continue "$@" >&4 2>&1
  else
    # Twice a child: nobody's, so that it is no member of the command.
    (MP_SETSID=$without_units setsid "$@" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 7>&- 8>&- 9>&- &)
  fi
}

# Files alone, which the next boot reads: nothing has to be told of them, and nothing of them is there before and after.
guard_next_boot() {
  unit=$(guard_unit)-boot
  if uses_systemd; then
    {
      printf '[Unit]\nDescription=Milepost: undo what was not confirmed before the reboot\nAfter=network.target\n[Service]\n'
      printf 'ExecStart=/bin/sh %s guard %s %s\nOOMPolicy=continue\n' "$self" "$spool" "${guard##*/}"
    } 2>/dev/null >"/etc/systemd/system/$unit.service" &&
      mkdir -p /etc/systemd/system/multi-user.target.wants &&
      ln -sf "../$unit.service" /etc/systemd/system/multi-user.target.wants/ &&
      sync "/etc/systemd/system/$unit.service" /etc/systemd/system /etc/systemd/system/multi-user.target.wants
  else
    command -v cron >/dev/null && [ -d /etc/cron.d ] &&
      printf '@reboot root MP_SETSID=1 /bin/sh %s guard %s %s\n' "$self" "$spool" "${guard##*/}" 2>/dev/null >"/etc/cron.d/$unit" &&
      sync "/etc/cron.d/$unit" /etc/cron.d
  fi
}

# Nothing is left to do: no timer, nothing at the next boot.
disarm_guard() {
  unit=$(guard_unit)
  rm -f "/etc/systemd/system/$unit-boot.service" "/etc/systemd/system/multi-user.target.wants/$unit-boot.service" "/etc/cron.d/$unit-boot"
  ! uses_systemd || systemctl --quiet stop "$unit.timer" 2>/dev/null
  :
}

remove_guard() {
  disarm_guard
  rm -f "$guard" "$guard.undo" "$guard.out"
}

UNDO_TRIES=3

# STATUS AFTERWARDS. Under the lock: undoes what is not confirmed, once; whoever comes second finds it done.
undo_guarded() {
  case $guard_status in confirmed | expired | undone) return ;; esac
  write_guard undoing
  tries=0
  while :; do
    run_guard_undo
    tries=$((tries + 1))
    [ "$code" != 0 ] && [ "$tries" -lt $UNDO_TRIES ] || break
    sleep 2
  done
  if [ "$code" = 0 ]; then write_guard "$1"; else write_guard failed; fi
}

run_guard_undo() {
  MP_CAPTURE_FILE=$spool/captures/${guard##*/}
  export MP_CAPTURE_FILE
  undo=$(cat "$guard.undo") && [ -n "$undo" ] || { code=1 && return; }
  run_script "$undo" </dev/null >>"$guard.out" 2>&1 3>&- 4>&- 5>&- 7>&-
  code=$?
}

# --- The executor's part ----------------------------------------------------------------------------------------------

# The change is applied and verified: now the console has to come over a new connection.
await_confirmation() {
  read_clock
  write_guard waiting $((now + guard_seconds))
  begin_phase confirm
  unlock_guards
  name=${guard##*/}
  while read_guard "$name"; do
    read_clock
    case $guard_status in
      confirmed | expired | undone | failed) break ;;
      waiting) [ "$now" -lt "$guard_deadline" ] || end_wait ;;
      *) end_wait ;;
    esac
    sleep 0.1
  done
  [ "$guard_status" != confirmed ] || { remove_guard && guarding='' && return; }
  finish_unconfirmed
}

# Waits for whoever undoes it, or does it.
end_wait() {
  lock_guards 600 && read_guard "$name" && { [ "$guard_status" = failed ] || undo_guarded expired; }
  unlock_guards
}

# A change that failed, or that is to end, before it was confirmed.
abandon_guard() {
  guarding=''
  lock_guards 600 && read_guard "${guard##*/}" && undo_guarded undone
  unlock_guards
  show_undo
  [ "$guard_status" = failed ] || remove_guard
}

show_undo() { cat "$guard.out" >&4 2>/dev/null; }

# Exit code 1: undone, 2: it could not be. What failed stays armed for the next boot.
finish_unconfirmed() {
  guarding=''
  show_undo
  case $guard_status in
    expired | undone) remove_guard && finish_with 1 4 1 ;;
    *) finish_with 1 4 2 ;;
  esac
}

# Before the check: what an executor left that died. `undone` is begun anew; who came too late is told.
resume_guard() {
  read_guard "$op:${key%%.*}.$state" || return 0
  case $guard_status in
    expired | failed) finish_unconfirmed ;;
    *) remove_guard ;;
  esac
}

# --- Everybody's ------------------------------------------------------------------------------------------------------

# Prints the names of this operation's guards.
list_guards() {
  for undo_file in "$spool/guards/$op:"*.undo; do
    [ ! -e "$undo_file" ] || { undo_file=${undo_file##*/} && printf '%s\n' "${undo_file%.undo}"; }
  done
}

# Nothing stays unconfirmed when its command has ended. Records: `keep` leaves them, `all` removes them, `others` leaves those that this
# request's states will look at.
settle_guards() {
  [ -d "$spool/guards" ] || return 0
  for name in $(list_guards); do
    lock_guards 300 || return
    if read_guard "$name"; then
      (prepare_environment && exec 8</dev/null && r_user='' && undo_guarded undone)
      read_guard "$name"
    fi
    case $1 in all) remove_guard ;; others) is_looked_at || remove_guard ;; esac
    unlock_guards
  done
}

is_looked_at() {
  [ "${name%.*}" = "$op:${key%%.*}" ] && is_number "${name##*.}" && eval "[ -n \"\$confirm${name##*.}\" ]"
}

# --- confirm: comes over a new connection -----------------------------------------------------------------------------

# STATE FENCE
confirm_guard() {
  is_number "$1" && is_number "$2" || refuse malformed guard
  [ -z "$closed" ] || refuse closed
  [ "$2" -ge "$fence" ] || refuse fenced "$fence"
  [ -d "$spool/guards" ] && read_guard "$op:${key%%.*}.$1" || { send_message guard absent && exit 0; }
  lock_guards || refuse busy
  read_guard "$op:${key%%.*}.$1" && read_clock
  if [ "$guard_status" = waiting ] && [ "$guard_key" = "$key" ] && guard_is_of_this_boot && [ "$now" -lt "$guard_deadline" ]; then
    write_guard confirmed || refuse disk_full
  fi
  unlock_guards
  send_message guard "${guard_status:-absent}"
}

# --- guard: the timer's part, and the next boot's ---------------------------------------------------------------------

# OP:MILESTONE.STATE: undoes it when its time has come.
watch_guard() {
  prepare_environment
  exec 8</dev/null
  r_user=''
  while read_guard "$1"; do
    read_clock
    case $guard_status in
      confirmed | expired | undone) break ;;
      failed) ! guard_is_of_this_boot || break ;;
    esac
    if ! guard_is_of_this_boot; then
      undo_late "$1" undone
    elif [ "$now" -ge "$guard_deadline" ] || [ "$guard_status" = undoing ]; then
      [ "$guard_status" != applying ] || end_apply
      undo_late "$1" expired
    fi
    sleep 0.5
  done
  # Its record stays: the worker has to learn of it.
  [ ! -e "$guard" ] || [ "$guard_status" = failed ] || disarm_guard
}

undo_late() { # NAME STATUS
  lock_guards 600 || return
  if read_guard "$1"; then
    # Tried by another meanwhile, or once more in this boot.
    [ "$guard_status" != failed ] || { ! guard_is_of_this_boot && guard_boot=$boot; } && undo_guarded "$2"
  fi
  unlock_guards
}

# It has taken longer than the confirmation may: its processes are ended, and its executor with them.
end_apply() {
  op=${guard##*/} && op=${op%%:*} key=$guard_key files=$spool/op/$op:$guard_key
  read_journal "$spool/op/$op.log"
  terminate_members 2
}
