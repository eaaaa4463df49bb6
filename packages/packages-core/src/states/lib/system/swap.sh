# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Swap files. Those that Milepost made are recorded: others are never touched. SWAPS is /proc/swaps, MEMORY /proc/meminfo.

mp_swap_record() { echo "${MP_RECORDS:-/var/lib/milepost-files}/swap/$(printf %s "$1" | tr / -)"; } # PATH

mp_made_swap() { [ -e "$(mp_swap_record "$1")" ] || return 1; }

mp_note_swap() (
  umask 077
  mkdir -p "$(dirname "$(mp_swap_record "$1")")" && : >"$(mp_swap_record "$1")"
)

mp_forget_swap() {
  rm -f "$(mp_swap_record "$1")" || return
  rmdir "$(dirname "$(mp_swap_record "$1")")" 2>/dev/null || :
}

# PATH: its size in megabytes, 0 where it is not there.
mp_swap_megabytes() {
  mp_bytes=$(stat -c %s "$1" 2>/dev/null) || mp_bytes=0
  echo $((mp_bytes / 1048576))
}

# PATH: the type of the file system on which it is, or would be.
mp_file_system_of() {
  mp_there=$1
  until [ -e "$mp_there" ]; do mp_there=$(dirname "$mp_there"); done
  stat -f -c %T "$mp_there"
}

# PATH MEGABYTES: prints why there cannot be a swap file, with the field that helps.
mp_swap_problems() {
  if systemd-detect-virt -cq; then
    echo 'This server is a container: it uses the swap of the computer on which it runs, and cannot have swap of its own.'
    return
  fi
  case $(mp_file_system_of "$1") in
    ext* | xfs) ;;
    *) printf '%s\tpath\n' "$1 is on a file system of the type $(mp_file_system_of "$1"), on which Milepost makes no swap file: choose a path on ext4 or xfs." ;;
  esac
  if [ -e "$1" ] || [ -h "$1" ]; then
    if ! mp_made_swap "$1"; then
      printf '%s\tpath\n' "$1 is there already, and Milepost did not make it: choose another path."
      return
    fi
  fi
  # So that the disk is not full with it.
  echo "$(dirname "$1") $(($2 - $(mp_swap_megabytes "$1") + 256)) 1" | mp_lacking_space | sed 's/$/\tmegabytes/'
}

# SWAPS MEMORY PATH [MEGABYTES]: prints why what is in this swap could not be taken back. With MEGABYTES: unless it is of that size.
mp_swap_cannot_go() {
  [ -z "$4" ] || [ "$(mp_swap_megabytes "$3")" != "$4" ] || return 0
  awk -v path="$3" '
    FILENAME == ARGV[1] && FNR > 1 { if ($1 == path) used = $4; else free += $3 - $4 }
    FILENAME == ARGV[2] && $1 == "MemAvailable:" { free += $2 }
    END {
      if (used > free * 0.9) print int(used / 1024) " MB are in the swap file " path ", and " int(free / 1024) " MB of memory are free: end some programs first."
    }' "$1" "$2"
}

# SWAPS PATH: for previews, what else is used as swap.
mp_swap_findings() {
  awk -v path="$2" 'NR > 1 && $1 != path { print $1 " (" int($3 / 1024 + 0.5) " MB)" }' "$1" | while IFS= read -r mp_other; do
    mp_finding keeps "$mp_other is used as swap: it stays, and the file is used besides."
  done
}

mp_is_swap_on() { awk -v path="$2" 'NR > 1 && $1 == path { found = 1 } END { exit !found }' "$1"; } # SWAPS PATH

# SWAPS PATH: by systemd first, which otherwise learns of it some time later.
mp_swap_off() {
  mp_is_swap_on "$1" "$2" || return 0
  systemctl stop "$(systemd-escape -p --suffix=swap "$2")" 2>/dev/null
  mp_is_swap_on "$1" "$2" || return 0
  swapoff "$2"
}

# PATH MEGABYTES: is it a swap file of that size, for root alone?
mp_is_swap_file() {
  mp_made_swap "$1" && [ -f "$1" ] && [ "$(stat -c '%a %u %s' "$1")" = "600 $(id -u) $(($2 * 1048576))" ] || return 1
  [ "$(dd if="$1" bs=1 skip=4086 count=10 status=none 2>/dev/null)" = SWAPSPACE2 ] || return 1
}

# SWAPS PATH MEGABYTES: makes it. One of another size goes first: there may be no room for both.
mp_make_swap_file() {
  mp_swap_off "$1" "$2" || return
  umask 077
  mkdir -p "$(dirname "$2")" && mp_note_swap "$2" && rm -f "$2" || return
  # A file with holes is refused, and on xfs fallocate makes what counts as one.
  case $(mp_file_system_of "$(dirname "$2")") in
    xfs) dd if=/dev/zero of="$2" bs=1M count="$3" status=none conv=fsync ;;
    *) fallocate -l "${3}M" "$2" ;;
  esac || {
    rm -f "$2"
    return 1
  }
  mkswap "$2" && sync "$2"
}

# SWAPS PATH: it goes, if Milepost made it.
mp_remove_swap_file() {
  mp_made_swap "$2" || return 0
  mp_swap_off "$1" "$2" || return
  rm -f "$2" && mp_forget_swap "$2"
}

# SWAPS PATH: prints what mp_undo_swap_file needs: its size, whether it is ours and whether it is on.
mp_capture_swap_file() {
  mp_ours=foreign mp_on=off
  if mp_made_swap "$2"; then mp_ours=ours; fi
  if mp_is_swap_on "$1" "$2"; then mp_on=on; fi
  echo "$(mp_swap_megabytes "$2") $mp_ours $mp_on"
}

mp_undo_swap_file() { # SWAPS PATH
  read -r mp_former mp_ours mp_on <"$MP_CAPTURE_FILE" || return
  if [ "$mp_ours" = foreign ] || [ "$mp_former" = 0 ]; then
    mp_remove_swap_file "$1" "$2"
    return
  fi
  if mp_is_swap_file "$2" "$mp_former"; then mp_note_swap "$2"
  else mp_make_swap_file "$1" "$2" "$mp_former" >/dev/null || return; fi
  if [ "$mp_on" = off ] || mp_is_swap_on "$1" "$2"; then return; fi
  swapon "$2"
}
