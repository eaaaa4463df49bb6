# shellcheck shell=sh
# Room on disks.

# Reads lines DIRECTORY MEGABYTES FILES and prints which file systems lack that much, or cannot be written: a sentence each, with the mount
# point. A file system that counts no inodes (btrfs) has enough of them.
mp_lacking_space() {
  while read -r mp_place mp_needed mp_files; do
    mp_there=$mp_place
    until [ -e "$mp_there" ]; do mp_there=$(dirname "$mp_there"); done
    mp_writable=no
    [ -w "$mp_there" ] && mp_writable=yes
    echo "$mp_needed $mp_files $mp_place $mp_writable $(df -k --output=avail,itotal,iavail,target "$mp_there" 2>/dev/null | tail -n 1)"
  done | awk '
    NF < 8 { next }
    {
      mount = $8
      for (i = 9; i <= NF; i++) mount = mount " " $i
      if (!(mount in needed)) order[++count] = mount
      if ($1 >= needed[mount] + 0) { needed[mount] = $1; place[mount] = $3 }
      if ($2 > files[mount] + 0) files[mount] = $2
      if ($4 == "no") locked[mount] = $3
      available[mount] = $5; inodes[mount] = $6; left[mount] = $7
    }
    END {
      for (i = 1; i <= count; i++) {
        mount = order[i]
        where = mount == "/" ? "The root file system" : "The file system at " mount
        if (mount in locked) print where " is read-only, so that nothing can be written to " locked[mount] "."
        else if (available[mount] < needed[mount] * 1024)
          print where " has " int(available[mount] / 1024) " MB free, " needed[mount] " MB are needed for " place[mount] ". Make room there."
        else if (inodes[mount] + 0 > 0 && left[mount] + 0 < files[mount])
          print where " has no room for more files: " left[mount] " inodes are left, " files[mount] " are needed. Delete files there."
      }
    }'
}

# Seconds that looking for the biggest directories may take.
mp_du_seconds=8

# Pseudo and image file systems are left out.
mp_mounts() { timeout 5 df -lP "$@" -x squashfs -x iso9660 -x devtmpfs -x efivarfs -x fuse.lxcfs 2>/dev/null | awk 'NR > 1 && $2 > 0'; }

mp_biggest() {
  nice -n 10 timeout "$mp_du_seconds" stdbuf -oL du -x "$@" -d 4 "$mount" 2>/dev/null | sort -rn | awk -F '\t' -v mount="$mount" -v unit="$unit" '
    { size[$2] = $1; path[n++] = $2; parent = $2; sub(/\/[^\/]*$/, "", parent); if (parent == "") parent = "/"
      if ($1 > most[parent]) most[parent] = $1 }
    END {
      for (i = 0; i < n && shown < 3; i++) {
        p = path[i]
        if (p == mount || size[p] < 4 || most[p] > size[p] * 0.6) continue
        # In parentheses: a bare ">" after printf would write to a file.
        if (unit == "inodes") amount = size[p] " files"
        else amount = (size[p] > 1048576) ? sprintf("%.1f GB", size[p] / 1048576) : int(size[p] / 1024 + 0.5) " MB"
        printf("%s%s (%s)", (shown++ ? ", " : ""), p, amount)
      }
    }'
}

# Prints "CAUSE TAB HINT" for the local file system that has least left, where one is full, then what is biggest on it. A program that ran
# out of space mostly removes what it had written, so a little may be free again.
mp_explain_full_disk() {
  unit=inodes
  full=$(mp_mounts -i | awk '$4 != "-" && $4 + 0 < 16 { print $4, $6 }' | sort -n | head -n 1)
  if [ -z "$full" ]; then
    unit=space
    full=$(mp_mounts -k | awk '$4 + 0 < 1024 || ($4 + 0 < 32768 && $5 + 0 >= 90) { print $4, $6 }' | sort -n | head -n 1)
  fi
  [ -n "$full" ] || return 0
  mount=${full#* }
  if [ "$unit" = inodes ]; then
    big=$(mp_biggest --inodes)
    printf 'The file system %s has no inodes left\t%s\n' "$mount" "Remove files there${big:+. Most are in $big}"
  else
    big=$(mp_biggest -k)
    printf 'The file system %s is full\t%s\n' "$mount" "Free space there${big:+. Largest: $big}"
  fi
  echo '--- File systems with least left:'
  if [ "$unit" = inodes ]; then timeout 5 df -i "$mount"; else timeout 5 df -h "$mount"; fi
}
