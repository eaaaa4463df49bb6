# shellcheck shell=sh
# The newest entries of a directory.

# DIRECTORY: prints the names of entries that symbolic links beside it or in it point into.
mp_entries_in_use() {
  mp_whole=$(readlink -f "$1")
  find "${1%/*}" "$1" -mindepth 1 -maxdepth 1 -type l 2>/dev/null | while IFS= read -r mp_each; do
    mp_target=$(readlink -f "$mp_each")
    case $mp_target in
      "$mp_whole"/?*)
        mp_target=${mp_target#"$mp_whole"/}
        printf '%s\n' "${mp_target%%/*}"
        ;;
    esac
  done
}

# DIRECTORY KEEP: prints the names of the others, the oldest last. Hidden ones do not count.
mp_older_entries() {
  [ -d "$1" ] || return 0
  mp_used=$(mp_entries_in_use "$1")
  find "$1" -mindepth 1 -maxdepth 1 ! -name '.*' -printf '%f\n' | sort -rV | tail -n "+$(($2 + 1))" |
    { grep -vxF "${mp_used:-/}" || :; }
}

# DIRECTORY KEEP
mp_remove_older_entries() {
  mp_older_entries "$1" "$2" | while IFS= read -r mp_each; do
    rm -rf --one-file-system -- "${1:?}/$mp_each" || exit
    echo "$1/$mp_each is removed."
  done
}
