
# --- Who belongs to a command -----------------------------------------------------------------------------------------
# Any one alone misses some: su and runuser leave the unit, sudo drops the descriptor, a daemon leaves the session.

list_members() {
  { list_unit_members; list_descriptor_holders; list_session_members; } 2>/dev/null | sort -un | tr '\n' ' '
}

list_unit_members() {
  for tree in /sys/fs/cgroup/system.slice /sys/fs/cgroup/systemd/system.slice; do
    find "$tree/milepost-$op:$key:"*.service -name cgroup.procs -exec cat {} +
  done
}

list_descriptor_holders() {
  find /proc/[0-9]*/fd -maxdepth 1 -lname "$files.alive*" | cut -d/ -f3
}

# The executor's session and descendants, unless its id is another's by now.
list_session_members() {
  read -r boot </proc/sys/kernel/random/boot_id
  [ "$claimed_boot" = "$boot" ] || return 0
  cat /proc/[0-9]*/stat | sed 's/(.*)/x/' | awk -v executor="$claimant" -v born="$born" '
    { parent[$1] = $4; if ($6 == executor || $1 == executor) member[$1] = 1 }
    $1 == executor && $22 != born { stranger = 1 }
    END {
      if (stranger) exit
      do {
        grown = 0
        for (p in parent) if (!(p in member) && (parent[p] in member)) { member[p] = 1; grown = 1 }
      } while (grown)
      for (p in member) print p
    }'
}

# "PID:NAME PID:NAME ..."
describe_members() {
  for pid in $(list_members); do
    read -r comm </proc/"$pid"/comm && printf '%s:%s ' "$pid" "$comm"
  done 2>/dev/null
}
