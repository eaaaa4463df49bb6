# shellcheck shell=sh
# Archives of directories that are about to go, for root alone.

# DIRECTORY FILE: is it archived there, or is there nothing to archive?
mp_is_archived() { [ -s "$2" ] || [ ! -d "$1" ]; }

# DIRECTORY FILE: whole or not at all.
mp_archive() {
  (
    umask 077
    mkdir -p "${2%/*}" || exit
    tar --one-file-system -C "${1%/*}/" -czf "$2.new" -- "${1##*/}" && gzip -t "$2.new" && sync "$2.new" && mv -f "$2.new" "$2" && exit
    rm -f "$2.new"
    exit 1
  )
}

# DIRECTORY FILE: warns where it might not fit.
mp_warn_of_archive() {
  mp_place=${2%/*}
  while ! [ -d "$mp_place" ]; do mp_place=${mp_place%/*}; done
  mp_needs=$(du -skx "$1" 2>/dev/null | cut -f1) mp_free=$(df -Pk "${mp_place:-/}" | awk 'NR == 2 { print $4 }')
  [ "${mp_needs:-0}" -lt "${mp_free:-0}" ] || mp_finding warns "$1 has $((mp_needs / 1024)) MB, and only $((mp_free / 1024)) MB are free for its archive in ${2%/*}."
}
