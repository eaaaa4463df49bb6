# shellcheck shell=sh
# Which configuration a service runs with. A PATTERN is a file, a glob, or DIRECTORY/** for all files below it.

# So many tenths of a second a reload may take until its first new process is there.
mp_reload_tenths=100

# UNIT: where is recorded what it has read last: INVOCATION CHANGED PATTERNS DIGEST, for root alone. PATTERNS is a digest of the patterns; a line for
# each, for some files may be read by a start alone and others by a reload.
mp_service_record() { echo "${MP_RECORDS:-/var/lib/milepost-files}/services/$1"; }

# UNIT: what it has read is of no use once it was stopped.
mp_forget_start() {
  rm -f "$(mp_service_record "$1")"
  rmdir "$(dirname "$(mp_service_record "$1")")" 2>/dev/null || :
}

# GLOB: prints what it finds, a path a line.
mp_expand() {
  (
    IFS=
    # shellcheck disable=SC2086 # a glob
    for mp_each in $1; do
      if [ -e "$mp_each" ] || [ -h "$mp_each" ]; then printf '%s\n' "$mp_each"; fi
    done
  )
}

# PATTERN...: prints the files, a path a line. One that is named is printed also where it is missing.
mp_service_files() {
  for mp_pattern; do
    case $mp_pattern in
      */'**') find -L "${mp_pattern%/??}" -type f 2>/dev/null ;;
      *[*?[]*) mp_expand "$mp_pattern" ;;
      *) printf '%s\n' "$mp_pattern" ;;
    esac
  done | sort -u
}

# PATTERN...: prints the directories in which a pattern looks. They change where a file comes or goes.
mp_service_directories() {
  for mp_pattern; do
    case $mp_pattern in
      */'**') find -L "${mp_pattern%/??}" -type d 2>/dev/null ;;
      *[*?[]*) mp_expand "${mp_pattern%/*}" ;;
    esac
  done
}

# PATTERN...: prints one digest of the files' names and contents, and of which are missing.
mp_files_digest() { mp_service_files "$@" | xargs -r -d '\n' sha256sum -- 2>&1 | sha256sum | cut -c1-64; }

mp_patterns() { printf '%s\n' "$@" | sha256sum | cut -c1-16; }

# SECONDS PATTERN...: has any of the files, or a directory in which a pattern looks, changed then or later? So it is with a file that is named and
# missing. The kernel stamps files with the time of its last tick, so what is a little older than SECONDS counts too.
mp_files_changed_since() {
  mp_since=$1
  shift
  mp_times=$({ mp_service_files "$@"; mp_service_directories "$@"; } | xargs -r -d '\n' sh -c 'stat -c %.6Z -- "$@" && stat -L -c %.6Z -- "$@"' - 2>/dev/null) || return 0
  printf '%s\n' "$mp_times" | awk -v since="$mp_since" '$1 >= since - 0.02 { changed = 1 } END { exit !changed }'
}

# UNIT restart|reload: prints which start (or reload) of the unit the present one is, by no clock that anybody can set.
mp_identify_start() {
  case $2 in reload) changed=$(systemctl show -P StateChangeTimestampMonotonic "$1") ;; *) changed=- ;; esac
  echo "$(systemctl show -P InvocationID "$1") $changed"
}

# UNIT PROPERTY: prints a time in seconds since 1970; systemd before 247 has whole ones.
mp_unit_time() {
  mp_time=$(TZ=UTC systemctl show --timestamp=us -P "$2" "$1" 2>/dev/null || TZ=UTC systemctl show -P "$2" "$1")
  [ -z "$mp_time" ] || date -d "$mp_time" +%s.%6N
}

# UNIT restart|reload PATTERN...: has the service that runs read these files as they are now? Where Milepost has started or reloaded it last, the
# digest of then decides: it knows of removed files and of new ones that a pattern finds. Where somebody else did, or nothing is recorded,
# the files' change times decide, which unlike the modification times nobody sets; they are doubted where they are not older than the start.
mp_has_loaded_config() {
  unit=$1 how=$2
  shift 2
  start=$(mp_identify_start "$unit" "$how")
  records=$(grep -F "$start " "$(mp_service_record "$unit")" 2>/dev/null)
  case $records in *' refused'*) return 1 ;; esac
  recorded=$(printf '%s\n' "$records" | grep -F "$start $(mp_patterns "$@") ")
  if [ -n "$recorded" ]; then
    [ "$recorded" = "$start $(mp_patterns "$@") $(mp_files_digest "$@")" ]
    return
  fi
  since=''
  case $how in reload) properties=StateChangeTimestamp ;; *) properties='ExecMainStartTimestamp ActiveEnterTimestamp' ;; esac
  for property in $properties; do
    [ -n "$since" ] || since=$(mp_unit_time "$unit" "$property") || return 2
  done
  [ -n "$since" ] || return 1
  if mp_files_changed_since "$since" "$@"; then return 1; fi
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

# UNIT restart|reload DIGEST PATTERN...: records what the service has read.
mp_record_start() {
  start=$(mp_identify_start "$1" "$2")
  (
    umask 077
    record=$(mp_service_record "$1") digest=$3
    shift 3
    mkdir -p "${record%/*}" && {
      grep "^${start%% *} " "$record" 2>/dev/null | grep -vF " $(mp_patterns "$@") "
      echo "$start $(mp_patterns "$@") $digest"
    } >"$record.new" && mv "$record.new" "$record"
  ) || :
}

# UNIT restart|reload STARTS_PROCESSES PATTERN...: restarts or reloads the unit, and records what it has read so. Exit code: that of systemctl, or 1
# where the service did not take over what it should have read; then it is recorded that it has read something else. STARTS_PROCESSES is 1
# where a reload that took effect starts new processes.
mp_load_config() {
  unit=$1 how=$2 starts_processes=$3
  shift 3
  if [ "$#" = 0 ]; then
    mp_restart "$unit" "$how"
    return
  fi
  digest=$(mp_files_digest "$@")
  processes=$(mp_processes_in_unit "$unit" | tr '\n' ' ')
  mp_restart "$unit" "$how" || return
  if [ "$how$starts_processes" != reload1 ] || mp_wait_for_new_process "$unit" "$processes"; then
    mp_record_start "$unit" "$how" "$digest" "$@"
  else
    mp_record_start "$unit" "$how" refused "$@"
    return 1
  fi
}

# UNIT restart|reload PATTERN...: has it read files that were put back just now.
mp_reload_restored() {
  unit=$1 how=$2
  shift 2
  # A start within the second in which a file was changed would not count as one after it, if the record is lost.
  if [ "$#" -gt 0 ] && mp_files_changed_since "$(date +%s)" "$@"; then sleep 1; fi
  digest=$(mp_files_digest "$@")
  mp_restart "$unit" "$how" || return
  [ "$#" = 0 ] || mp_record_start "$unit" "$how" "$digest" "$@"
}

# UNIT restart|reload PATTERN...: has it read these files, or does it not run?
mp_is_current() {
  systemctl is-active --quiet "$1" || return 0
  mp_has_loaded_config "$@"
}

# UNIT restart|reload STARTS_PROCESSES PATTERN...: has a service that runs read these files.
mp_make_current() {
  systemctl is-active --quiet "$1" || return 0
  mp_load_config "$@" && return
  mp_fail_with_status "$1" "$?"
}

# UNIT: reloads what runs, or restarts what cannot reload.
mp_reload_running() {
  systemctl is-active --quiet "$1" || return 0
  systemctl reload-or-restart "$1" && return
  mp_fail_with_status "$1" "$?"
}

# UNIT SECONDS: does it run all that time, without being started again?
mp_stays_up() {
  mp_begun=$(systemctl show -P InvocationID "$1") mp_restarts=$(systemctl show -P NRestarts "$1")
  for _ in $(seq "$2"); do
    systemctl is-active --quiet "$1" || return 1
    sleep 1
  done
  systemctl is-active --quiet "$1" || return 1
  [ "$(systemctl show -P InvocationID "$1") $(systemctl show -P NRestarts "$1")" = "$mp_begun $mp_restarts" ]
}
