# shellcheck shell=sh
# shellcheck disable=SC2154 # mp_lists_stamp is that of apt/lists.sh
# Which newer version the package lists offer. Asks no repository.

# Prints "lists SECONDS" since apt last stored lists. An update that found nothing new need not show.
mp_lists_age() {
  mp_read=$(stat -c %Y /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp "$mp_lists_stamp" 2>/dev/null | sort -n | tail -n 1)
  [ -n "$mp_read" ] || return 0
  mp_age=$(($(date +%s) - mp_read))
  [ "$mp_age" -lt 0 ] || echo "lists $mp_age"
}

# PACKAGE: prints "newer VERSION" where apt would update it, or "held yes", and "lists SECONDS" since apt read its lists. Nothing where it
# is not installed.
mp_available_version() {
  mp_all_installed "$1" || return 0
  if mp_are_held "$1"; then
    echo 'held yes'
  else
    mp_package_versions "$1" | while read -r _ installed candidate; do
      if [ "$candidate" != '(none)' ] && dpkg --compare-versions "$candidate" gt "$installed"; then echo "newer $candidate"; fi
    done
  fi
  mp_lists_age
}
