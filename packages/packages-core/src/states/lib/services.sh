# shellcheck shell=sh
# systemd's services, and which configuration they run with.

# What Milepost has seen services read: a file each, INVOCATION CHANGED DIGEST, for root alone.
mp_service_records=/var/lib/milepost/services

# So many tenths of a second a reload may take until its first new process is there.
mp_reload_tenths=100

# UNIT: prints ACTIVE ENABLED. A service that systemd starts over and over again does not run: that is `auto-restart`.
mp_snapshot_service() {
  active=$(systemctl is-active "$1" 2>/dev/null)
  case "$(systemctl show -P SubState "$1" 2>/dev/null)" in auto-restart*) active=auto-restart ;; esac
  echo "${active:-inactive} $(systemctl is-enabled "$1" 2>/dev/null)"
}

# UNIT restart|reload: prints which start (or reload) of the unit the present one is, by no clock that anybody can set.
mp_identify_start() {
  case $2 in reload) changed=$(systemctl show -P StateChangeTimestampMonotonic "$1") ;; *) changed=- ;; esac
  echo "$(systemctl show -P InvocationID "$1") $changed"
}

# UNIT restart|reload FILE...: has the service that runs read these files as they are now? Where Milepost started it, their digest of then
# decides. Otherwise their change time does, which unlike the modification time nobody sets; times have whole seconds, so equal is not
# newer.
mp_has_loaded_config() {
  unit=$1 how=$2
  shift 2
  start=$(mp_identify_start "$unit" "$how")
  recorded=$(cat "$mp_service_records/$unit" 2>/dev/null)
  case $recorded in
    "$start "*)
      [ "$recorded" = "$start $(cat "$@" 2>&1 | sha256sum)" ]
      return
      ;;
  esac
  case $how in reload) property=StateChangeTimestamp ;; *) property=ExecMainStartTimestamp ;; esac
  stamp=$(TZ=UTC systemctl show -P "$property" "$unit")
  [ -n "$stamp" ] || return 1
  since=$(date -d "$stamp" +%s) || return 2
  for file; do
    for changed in $(stat -c %Z "$file") $(stat -L -c %Z "$file" || echo 9999999999); do
      [ "$changed" -lt "$since" ] || return 1
    done
  done
}

# UNIT restart|reload
mp_restart() {
  case $2 in reload) systemctl reload-or-restart "$1" ;; *) systemctl restart "$1" ;; esac
}

mp_processes_in_unit() {
  group=$(systemctl show -P ControlGroup "$1")
  [ -z "$group" ] || cat "/sys/fs/cgroup$group/cgroup.procs" "/sys/fs/cgroup/systemd$group/cgroup.procs" 2>/dev/null
}

# UNIT FORMER_PROCESSES: waits for a process that is none of the former ones.
mp_wait_for_new_process() {
  for _ in $(seq "$mp_reload_tenths"); do
    for process in $(mp_processes_in_unit "$1"); do
      case " $2 " in *" $process "*) ;; *) return 0 ;; esac
    done
    sleep 0.1
  done
  [ -n "$(mp_processes_in_unit "$1")" ] || return 0
  echo "$1 did not take over its new configuration: it runs with the former one." >&2
  return 1
}

# UNIT restart|reload DIGEST: records what the service has read.
mp_record_start() {
  start=$(mp_identify_start "$1" "$2")
  (
    umask 077
    mkdir -p "$mp_service_records" && echo "$start $3" >"$mp_service_records/$1.new" &&
      mv "$mp_service_records/$1.new" "$mp_service_records/$1"
  ) || :
}

# UNIT restart|reload STARTS_PROCESSES FILE...: restarts or reloads the unit, and records what it has read so. Exit code: that of systemctl, or 1
# where the service did not take over what it should have read; then it is recorded that it has read something else. STARTS_PROCESSES is 1
# where a reload that took effect starts new processes.
mp_load_config() {
  unit=$1 how=$2 starts_processes=$3
  shift 3
  if [ "$#" = 0 ]; then
    mp_restart "$unit" "$how"
    return
  fi
  digest=$(cat "$@" 2>&1 | sha256sum)
  processes=$(mp_processes_in_unit "$unit" | tr '\n' ' ')
  mp_restart "$unit" "$how" || return
  if [ "$how$starts_processes" != reload1 ] || mp_wait_for_new_process "$unit" "$processes"; then
    mp_record_start "$unit" "$how" "$digest"
  else
    mp_record_start "$unit" "$how" refused
    return 1
  fi
}

# UNIT CODE: shows why it does not run, and ends the script with that code.
mp_fail_with_status() {
  systemctl status --no-pager --full --lines=30 "$1"
  exit "$2"
}

# UNIT restart|reload FILE...: is the service enabled, does it run, and has it read these files?
mp_is_running() {
  systemctl is-enabled --quiet "$1" 2>/dev/null || return 1
  systemctl is-active --quiet "$1" || return 1
  [ "$#" = 2 ] || mp_has_loaded_config "$@"
}

# UNIT restart|reload STARTS_PROCESSES FILE...: see mp_load_config.
mp_run_service() {
  systemctl enable "$1" || exit
  systemctl reset-failed "$1" 2>/dev/null
  mp_load_config "$@" && return
  mp_fail_with_status "$1" "$?"
}

# UNIT: after mp_run_service, stops and disables what neither ran nor was enabled before.
mp_undo_run_service() {
  read -r active enabled <"$MP_CAPTURE_FILE" || exit
  [ "$(systemctl show -P LoadState "$1")" = loaded ] || exit 0
  case $active in active | activating | reloading | refreshing | auto-restart) ;; *) systemctl stop "$1" || exit ;; esac
  case $active in inactive) systemctl reset-failed "$1" 2>/dev/null ;; esac
  case $enabled in '' | disabled | not-found)
    if systemctl is-enabled --quiet "$1" 2>/dev/null; then systemctl disable "$1" || exit; fi
    ;;
  esac
}

# UNIT restart|reload FILE...: a service that ran before runs, and with the files that are there now: the former ones.
mp_restore_service() {
  read -r active _ <"$MP_CAPTURE_FILE" || exit
  case $active in
    active | activating | reloading | refreshing) ;;
    auto-restart)
      systemctl restart --no-block "$1" 2>/dev/null
      exit 0
      ;;
    *) exit 0 ;;
  esac
  [ "$(systemctl show -P LoadState "$1")" = loaded ] || exit 0
  if (
    systemctl is-active --quiet "$1" || exit 1
    [ "$#" = 2 ] || mp_has_loaded_config "$@"
  ) 2>/dev/null; then exit 0; fi
  systemctl reset-failed "$1" 2>/dev/null
  unit=$1 how=$2
  shift 2
  # A start within the second in which a file was changed would not count as one after it.
  for file; do
    [ "$(stat -L -c %Z "$file")" -lt "$(date +%s)" ] || sleep 1
  done
  mp_restart "$unit" "$how" && exit 0
  mp_fail_with_status "$unit" "$?"
}

# UNIT: does it neither run nor start with the server?
mp_is_stopped() {
  case "$(systemctl is-active "$1" 2>/dev/null)" in active | activating | reloading | deactivating | refreshing) return 1 ;; esac
  case "$(systemctl is-enabled "$1" 2>/dev/null)" in enabled | enabled-runtime) return 1 ;; esac
}

# UNIT: starts again what ran.
mp_undo_stop_service() {
  read -r active enabled <"$MP_CAPTURE_FILE" || exit
  case $enabled in enabled*) systemctl is-enabled --quiet "$1" || systemctl enable "$1" || exit ;; esac
  case $active in
    active | activating | reloading | refreshing) systemctl start "$1" ;;
    auto-restart) systemctl start --no-block "$1" ;;
  esac
}
