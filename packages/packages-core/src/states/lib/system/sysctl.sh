# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Settings of the kernel. ROOT is /proc/sys. A value with several numbers is compared as one line with one blank between them.

# Of two files with the same name, only the one that is found first is read.
mp_sysctl_directories='/etc/sysctl.d /run/sysctl.d /usr/local/lib/sysctl.d /usr/lib/sysctl.d'

mp_sysctl_file() { echo "$1/$(printf %s "$2" | tr . /)"; } # ROOT KEY

mp_sysctl_value() { tr -s ' \t\n' ' ' <"$(mp_sysctl_file "$1" "$2")" | sed 's/^ //; s/ $//'; } 2>/dev/null # ROOT KEY

mp_sysctl_write() { printf '%s\n' "$3" >"$(mp_sysctl_file "$1" "$2")"; } 2>/dev/null # ROOT KEY VALUE

# ROOT KEY VALUE...: does the kernel have them?
mp_sysctl_are() {
  mp_root=$1
  shift
  while [ "$#" -gt 0 ]; do
    [ "$(mp_sysctl_value "$mp_root" "$1")" = "$2" ] || return 1
    shift 2
  done
}

# ROOT KEY...: prints which of them cannot be set here, and why.
mp_sysctl_refused() {
  mp_root=$1
  shift
  for mp_key; do
    mp_file=$(mp_sysctl_file "$mp_root" "$mp_key")
    if [ -d "$mp_file" ]; then
      echo "$mp_key is a group of kernel settings: name one of it."
    elif ! [ -e "$mp_file" ]; then
      echo "This server has no kernel setting $mp_key. Look at its spelling; some come with a module of the kernel, which has to be loaded first."
    elif [ -w "$mp_file" ]; then :
    elif systemd-detect-virt -cq; then
      echo "This server is a container, in which $mp_key cannot be set: it is that of the computer on which the container runs."
    else
      echo "The kernel does not let $mp_key be set."
    fi
  done
}

# KEY: the files that set it, in the order in which they are read at boot: NAME TAB PATH TAB VALUE. The last one counts.
mp_sysctl_files() {
  for mp_directory in $mp_sysctl_directories; do
    for mp_file in "$mp_directory"/*.conf; do
      [ -f "$mp_file" ] && printf '%s\t%s\n' "${mp_file##*/}" "$mp_file"
    done
  done | LC_ALL=C sort -s -t "$(printf '\t')" -u -k 1,1 | while IFS='	' read -r mp_name mp_file; do
    mp_found=$(sed -n 's/^[[:space:]]*-\{0,1\}\([a-z][^=[:space:]]*\)[[:space:]]*=[[:space:]]*/\1 /p' "$mp_file" |
      awk -v key="$1" '{ name = $1; gsub("/", ".", name); if (name == key) { $1 = ""; value = $0 } } END { print value }' | tr -s ' \t' ' ' | sed 's/^ //; s/ $//')
    [ -z "$mp_found" ] || printf '%s\t%s\t%s\n' "$mp_name" "$mp_file" "$mp_found"
  done
}

# OURS KEY VALUE...: prints the files that are read after OURS and set another value, so that it would be another one after the next boot.
mp_sysctl_overridden() {
  mp_ours=${1##*/}
  shift
  while [ "$#" -gt 0 ]; do
    mp_sysctl_files "$1" | mp_key=$1 mp_value=$2 mp_ours=$mp_ours LC_ALL=C awk -F '\t' '
      $1 > ENVIRON["mp_ours"] && $3 != ENVIRON["mp_value"] {
        print $2 " sets " ENVIRON["mp_key"] " to “" $3 "” and is read later at each boot: take the line out of it, or the setting out of the list."
      }'
    shift 2
  done
}

# OURS ROOT KEY VALUE...: for previews: what changes, and whose files stay.
mp_sysctl_findings() {
  mp_ours=${1##*/} mp_root=$2
  shift 2
  while [ "$#" -gt 0 ]; do
    mp_now=$(mp_sysctl_value "$mp_root" "$1")
    [ "$mp_now" = "$2" ] || mp_finding changes "$1 is “$mp_now”: it becomes “$2”."
    mp_sysctl_files "$1" | mp_ours=$mp_ours LC_ALL=C awk -F '\t' '$1 < ENVIRON["mp_ours"]' | while IFS='	' read -r _ mp_file mp_found; do
      [ "$mp_found" = "$2" ] || mp_finding keeps "$mp_file sets $1 to “$mp_found”: it stays, and the file of Milepost is read after it."
    done
    shift 2
  done
}

# ROOT KEY VALUE...: sets them, all or none. What they were before Milepost is recorded.
mp_sysctl_apply() {
  mp_root=$1 mp_done=''
  shift
  while [ "$#" -gt 0 ]; do
    mp_before=$(mp_sysctl_value "$mp_root" "$1")
    mp_record_value "sysctl.$1" "$mp_before" "$2" || return
    mp_done="$1 $mp_before
$mp_done"
    mp_refused=''
    if ! mp_sysctl_write "$mp_root" "$1" "$2"; then mp_refused="The kernel does not take “$2” for $1."
    else
      mp_after=$(mp_sysctl_value "$mp_root" "$1")
      [ "$mp_after" = "$2" ] || mp_refused="Of “$2” for $1 the kernel has made “$mp_after”: enter a value that it keeps."
    fi
    if [ -n "$mp_refused" ]; then
      echo "$mp_refused" >&2
      printf %s "$mp_done" | while read -r mp_key mp_before; do mp_sysctl_write "$mp_root" "$mp_key" "$mp_before"; done
      return 4
    fi
    shift 2
  done
}

# ROOT KEY...: prints what mp_sysctl_undo needs.
mp_sysctl_capture() {
  mp_root=$1
  shift
  for mp_key; do mp_capture_value "sysctl.$mp_key" "$mp_key $(mp_sysctl_value "$mp_root" "$mp_key")"; done
}

mp_sysctl_undo() { # ROOT
  while read -r mp_word mp_key mp_before; do
    mp_sysctl_put_back "$1" "$mp_key" "$mp_before"
    mp_restore_value_record "sysctl.$mp_key" "$mp_word" || return
  done <"$MP_CAPTURE_FILE"
}

mp_sysctl_put_back() { # ROOT KEY VALUE
  if [ "$(mp_sysctl_value "$1" "$2")" = "$3" ] || mp_sysctl_write "$1" "$2" "$3"; then return; fi
  echo "The kernel does not let $2 be put back to “$3” while it runs: it is so after the next boot."
}

# ROOT KEY...: what Milepost set is again what it was before.
mp_sysctl_restore() {
  mp_root=$1
  shift
  for mp_key; do
    mp_now=$(mp_sysctl_value "$mp_root" "$mp_key")
    if mp_former=$(mp_former_value "sysctl.$mp_key" "$mp_now"); then
      [ -z "$mp_former" ] || mp_sysctl_put_back "$mp_root" "$mp_key" "$mp_former"
    else
      echo "$mp_key is “$mp_now”, set after Milepost: it stays."
    fi
    mp_forget_value "sysctl.$mp_key" || return
  done
}

mp_sysctl_restore_findings() { # ROOT KEY...
  mp_root=$1
  shift
  for mp_key; do mp_former_value_finding "sysctl.$mp_key" "$(mp_sysctl_value "$mp_root" "$mp_key")" "$mp_key"; done
}
