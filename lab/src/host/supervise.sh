#!/bin/sh
# supervise.sh GROUP... -- COMMAND...: COMMAND in GROUP/main of every tree, this loop beside it in GROUP/loop
# (a group with a process of its own cannot hand controllers on). 133 is nspawn's "the guest wants to reboot".
groups=
while [ "$1" != -- ]; do
  groups="$groups $1"
  shift
done
shift

join() { for group in $groups; do echo 0 >"$group/$1/cgroup.procs" || exit 1; done; }

join loop
while :; do
  (join main && exec "$@")
  code=$?
  echo "lab: ended with $code at $(date +%T)"
  [ "$code" = 133 ] || exit "$code"
done
