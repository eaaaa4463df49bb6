
# --- dpkg: cut off in its middle it leaves packages half configured ---------------------------------------------------

# At work is dpkg itself, or apt between two runs of it: then dpkg's audit is not empty.
dpkg_is_running() {
  case " $(describe_members)" in
    *:dpkg\ *) return 0 ;;
    *:apt-get\ * | *:apt\ * | *:aptitude\ *) [ -n "$(dpkg --audit 2>&1)" ] ;;
    *) return 1 ;;
  esac
}

# SECONDS: fails when it still works.
wait_for_dpkg() {
  deadline=$(($(date +%s) + $1))
  while dpkg_is_running; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    send_message waiting dpkg
    sleep 0.5
  done
}

# After a stop, and only if it stopped a package tool: what it left half done is done, within a bound. A member, so that another stop waits for it.
repair_dpkg() {
  if [ -z "$(dpkg --audit 2>&1)" ]; then return; fi
  DEBIAN_FRONTEND=noninteractive timeout -k 5 300 dpkg --force-confdef --force-confold --configure -a </dev/null >/dev/null 2>&1 9>>"$files.alive"
  if [ -z "$(dpkg --audit 2>&1)" ]; then echo repaired; else echo broken; fi
}
