# shellcheck shell=sh
# Starting and stopping services without changing whether they start with the server.

# UNIT restart|reload FILE...: starts the unit, and records what it has read so. Ends the script where it does not start.
mp_start_service() {
  unit=$1 how=$2
  shift 2
  systemctl reset-failed "$unit" 2>/dev/null
  digest=$(cat "$@" 2>&1 </dev/null | sha256sum)
  systemctl start "$unit" || mp_fail_with_status "$unit" "$?"
  [ "$#" = 0 ] || mp_record_start "$unit" "$how" "$digest"
}

# UNIT FILE...: restarts the unit, or starts it.
mp_restart_service() {
  unit=$1
  shift
  systemctl reset-failed "$unit" 2>/dev/null
  mp_load_config "$unit" restart '' "$@" || mp_fail_with_status "$unit" "$?"
}

# UNIT STARTS_PROCESSES FILE...: has the unit read its files again; see mp_load_config.
mp_reload_service() {
  unit=$1 starts=$2
  shift 2
  if ! systemctl is-active --quiet "$unit"; then
    echo "$unit does not run, so there is nothing to reload. Start it instead." >&2
    exit 4
  fi
  mp_load_config "$unit" reload "$starts" "$@" || mp_fail_with_status "$unit" "$?"
}
