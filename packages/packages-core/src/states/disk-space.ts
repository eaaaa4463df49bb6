import { sh } from '../dsl/sh';

/**
 * `mp_lacking_space` reads lines `DIRECTORY MEGABYTES FILES` and prints which file systems lack that much, or cannot be written: a
 * sentence each, with the mount point. A file system that counts no inodes (btrfs) has enough of them.
 */
export const DISK_SPACE_FUNCTIONS = sh`
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
`;
