import { sh } from '../../dsl/sh';

/** Seconds that looking for the biggest directories may take. */
const SECONDS = 8;

/**
 * Prints "CAUSE TAB HINT" for the local file system that has least left, where one is full, then what is biggest on it. A program
 * that ran out of space mostly removes what it had written, so a little may be free again. Pseudo and image file systems are left out.
 */
export const EXPLAIN_FULL_DISK = sh`
  mp_mounts() { timeout 5 df -lP "$@" -x squashfs -x iso9660 -x devtmpfs -x efivarfs -x fuse.lxcfs 2>/dev/null | awk 'NR > 1 && $2 > 0'; }
  mp_biggest() {
    nice -n 10 timeout ${SECONDS} stdbuf -oL du -x "$@" -d 4 "$mount" 2>/dev/null | sort -rn | awk -F '\t' -v mount="$mount" -v unit="$unit" '
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
  unit=inodes
  full=$(mp_mounts -i | awk '$4 != "-" && $4 + 0 < 16 { print $4, $6 }' | sort -n | head -n 1)
  if [ -z "$full" ]; then
    unit=space
    full=$(mp_mounts -k | awk '$4 + 0 < 1024 || ($4 + 0 < 32768 && $5 + 0 >= 90) { print $4, $6 }' | sort -n | head -n 1)
  fi
  [ -n "$full" ] || exit 0
  mount=\${full#* }
  if [ "$unit" = inodes ]; then
    big=$(mp_biggest --inodes)
    printf 'The file system %s has no inodes left\t%s\n' "$mount" "Remove files there\${big:+. Most are in $big}"
  else
    big=$(mp_biggest -k)
    printf 'The file system %s is full\t%s\n' "$mount" "Free space there\${big:+. Largest: $big}"
  fi
  echo '--- File systems with least left:'
  if [ "$unit" = inodes ]; then timeout 5 df -i "$mount"; else timeout 5 df -h "$mount"; fi
`.displayAs('df; du -x');
