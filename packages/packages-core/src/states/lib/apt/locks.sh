# shellcheck shell=sh
# shellcheck disable=SC2086 # lists of files and processes are split on purpose
# Waiting for who else changes packages.

# What installing and removing need.
mp_dpkg_locks='/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/cache/apt/archives/lock'

# As mp_locked and mp_wait_unlocked, for these.
mp_dpkg_locked() { mp_locked $mp_dpkg_locks; }
mp_wait_for_dpkg() { mp_wait_unlocked $mp_dpkg_locks; }

# FILE...: prints "PID NAME FILE" of who holds one of these locks, or fails. They are fcntl locks: the kernel tells their holders by
# inode, which means little on its own, so the holder must have that very file open.
mp_locked() {
  holders=$(awk -v inodes=" $(stat -c %i "$@" 2>/dev/null | tr '\n' ' ')" '
    $2 == "POSIX" && split($6, at, ":") == 3 && index(inodes, " " at[3] " ") { print "/proc/" $5 "/fd" }' /proc/locks)
  [ -n "$holders" ] || return 1
  for file; do
    found=$(find $holders -maxdepth 1 -lname "$file" -print -quit 2>/dev/null)
    [ -n "$found" ] || continue
    pid=${found#/proc/}
    pid=${pid%%/*}
    read -r name 2>/dev/null <"/proc/$pid/comm" || continue
    printf '%s %s %s\n' "$pid" "$name" "$file"
    return
  done
  return 1
}

# Seconds that all waits of one script have taken, and may take together.
mp_waited=0
mp_max_wait=600

# FILE...: waits until nobody holds any of these locks, and says so; it fails as apt would when that takes too long.
mp_wait_unlocked() {
  announced=''
  while holder=$(mp_locked "$@"); do
    pid=${holder%% *} file=${holder##* } name=${holder#* }
    name=${name% *}
    if [ "$mp_waited" -ge "$mp_max_wait" ]; then
      echo "E: Could not get lock $file. It is held by process $pid ($name)." >&2
      return 100
    fi
    case $file in
      */lists/lock) resource='the package lists' ;;
      */archives/lock) resource="apt's downloads" ;;
      *) resource="dpkg's lock" ;;
    esac
    [ "$announced" = "$holder" ] || echo "Waiting for $name (process $pid) to release $resource."
    if [ "$announced" != "$holder" ] || [ $((mp_waited % 5)) = 0 ]; then
      mp_waiting "$mp_waited" "another package manager ($name, process $pid) to release $resource"
    fi
    announced=$holder
    mp_waited=$((mp_waited + 1))
    sleep 1
  done
  [ -z "$announced" ] || mp_resumed
}

# Waits for cloud-init, which installs packages of its own, to be through with this boot.
mp_wait_for_first_boot() {
  seconds=0
  while [ -d /run/cloud-init ] && [ ! -e /run/cloud-init/result.json ] && [ "$seconds" -lt "$mp_max_wait" ]; do
    case "$(cloud-init status 2>/dev/null)" in
      *running* | *'not started'* | *'not run'*) ;;
      *) break ;;
    esac
    [ "$seconds" -gt 0 ] || echo 'Waiting for cloud-init to finish the first boot.'
    mp_waiting "$seconds" "the server's first boot to finish (cloud-init)"
    seconds=$((seconds + 3))
    sleep 3
  done
  [ "$seconds" = 0 ] || mp_resumed
}
