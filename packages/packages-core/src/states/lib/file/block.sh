# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2154 # file/record and file/replace set mp_file, copy and others
# Lines of Milepost within a file of somebody else.

# FILE COMMENT NAME: prints why its lines cannot be told apart.
mp_block_problem() {
  [ -f "$1" ] || return 0
  mp_first=$(grep -cxF "$2 BEGIN Milepost: $3" "$1") mp_last=$(grep -cxF "$2 END Milepost: $3" "$1")
  case $mp_first-$mp_last in
    0-0) return ;;
    1-1) [ "$(grep -nxF "$2 BEGIN Milepost: $3" "$1" | cut -d: -f1)" -ge "$(grep -nxF "$2 END Milepost: $3" "$1" | cut -d: -f1)" ] || return 0 ;;
  esac
  echo "$1 needs one line “$2 BEGIN Milepost: $3” and after it one line “$2 END Milepost: $3”, or neither: put that right."
}

# FILE COMMENT NAME: exit 1 where there are none, 2 where they cannot be told apart.
mp_has_block() {
  mp_unclear=$(mp_block_problem "$@")
  [ -z "$mp_unclear" ] || {
    echo "$mp_unclear" >&2
    return 2
  }
  [ -f "$1" ] && grep -qxF "$2 BEGIN Milepost: $3" "$1" || return 1
}

# FILE COMMENT NAME: are the lines those of stdin?
mp_is_block() { [ "$(mp_block_lines "$@" </dev/null | sha256sum)" = "$(sha256sum)" ] || return 1; }

mp_block_lines() { # FILE COMMENT NAME
  mp_first="$2 BEGIN Milepost: $3" mp_last="$2 END Milepost: $3" awk '
    $0 == ENVIRON["mp_last"] { inside = 0 }
    inside
    $0 == ENVIRON["mp_first"] { inside = 1 }' "$1"
}

# FILE COMMENT NAME: prints the file without its lines.
mp_without_block() {
  mp_unclear=$(mp_block_problem "$@")
  [ -z "$mp_unclear" ] || {
    echo "$mp_unclear" >&2
    return 4
  }
  mp_first="$2 BEGIN Milepost: $3" mp_last="$2 END Milepost: $3" awk '
    $0 == ENVIRON["mp_first"] { inside = 1 }
    !inside
    $0 == ENVIRON["mp_last"] { inside = 0 }' "$1"
}

# FILE COMMENT NAME: prints the file with the lines of stdin in their place, or at its end.
mp_with_block() {
  if mp_has_block "$@"; then
    sed "/^$(mp_pattern "$2 BEGIN Milepost: $3")\$/,\$d" "$1" && mp_print_block "$2" "$3" &&
      sed "1,/^$(mp_pattern "$2 END Milepost: $3")\$/d" "$1"
  else
    [ "$?" = 1 ] || return 4
    if [ -s "$1" ]; then awk 1 "$1" || return; fi
    mp_print_block "$2" "$3"
  fi
}

# TEXT: as a basic regular expression that matches it.
mp_pattern() { printf %s "$1" | sed 's/[][\\/.*^$]/\\&/g'; }

mp_print_block() { # COMMENT NAME
  printf '%s\n' "$1 BEGIN Milepost: $2" && cat && printf '%s\n' "$1 END Milepost: $2"
}

# After mp_replace: a file with nothing in it that was made by Milepost goes, with its record.
mp_remove_if_empty() {
  mp_find_backup
  if [ -s "$mp_file" ] || [ -h "$mp_path" ] || [ -n "$copy" ]; then return 0; fi
  rm -f "$mp_file" && mp_delete_record
}

# PATH WHAT: a finding on a file that Milepost did not write and that is changed.
mp_changes_finding() {
  mp_find "$1"
  if [ -n "$mp_problem" ]; then
    mp_finding blocked "$mp_problem"
    return
  fi
  mp_classify
  mp_next_copy
  case $mp_is in foreign | edited | former) mp_finding changes "$1 was not written by Milepost: $2. A copy is kept as $mp_copy." ;; esac
}
