# shellcheck shell=sh
# systemd's services: see service-files for the configuration that they run with.

# UNIT: prints ACTIVE ENABLED. A service that systemd starts over and over again does not run: that is `auto-restart`.
mp_snapshot_service() {
  active=$(systemctl is-active "$1" 2>/dev/null)
  case "$(systemctl show -P SubState "$1" 2>/dev/null)" in auto-restart*) active=auto-restart ;; esac
  echo "${active:-inactive} $(systemctl is-enabled "$1" 2>/dev/null)"
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
  # A unit that a generator starts at boot needs no link of its own, which an uninstall would leave.
  systemctl is-enabled --quiet "$1" >/dev/null 2>&1 || systemctl enable "$1" || exit
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
  mp_reload_restored "$@" && exit 0
  mp_fail_with_status "$1" "$?"
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
