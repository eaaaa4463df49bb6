# shellcheck shell=sh
# shellcheck disable=SC2015 # "A && B || mp_end": mp_end does not return
# shellcheck disable=SC2030,SC2031 # what is set in a pipe is used there
# shellcheck disable=SC2154 # file/record sets mp_record, mp_file and mp_is
# Replacing files by rename, behind symbolic links: whole or not at all.

# Larger files are not kept for the rollback.
mp_max_snapshot_bytes=4194304

mp_end() { # CODE: ends the script without what was about to be written.
  rm -f "$new"
  exit "$1"
}

# PATH: sets `new` to an empty file beside it, for root alone, which mp_replace puts in its place. One that was cut off is removed by the
# next try. Ends the script where the file cannot be written.
mp_begin_replacement() {
  mp_find_writable "$1"
  umask 077
  rm -f "${mp_file%/*}/.milepost-${mp_file##*/}".??????
  new=$(mktemp "${mp_file%/*}/.milepost-${mp_file##*/}.XXXXXX") || exit
}

# [as-before] MODE OWNER: gives `new` these, or with `as-before` those of the file where there is one.
mp_set_access() {
  if [ "$1" = as-before ]; then
    [ -e "$mp_file" ] && chown --reference="$mp_file" "$new" && chmod --reference="$mp_file" "$new" && return
    shift
  fi
  [ "$#" = 2 ] && chown "$2" "$new" && chmod "$1" "$new"
}

# SECRET: keeps a copy of what Milepost did not write, and puts `new` in the place of the file. SECRET is 1 where it may hold a secret.
mp_replace() {
  mp_back_up "$1" && mp_record_content "$new" && mv -f "$new" "$mp_file" || mp_end 1
}

# PATH: prints the file as it is now, with its mode, owner and record, for mp_restore_file. A file that cannot be written is not to be
# touched either.
mp_capture_file() {
  mp_find_writable "$1"
  for part in "$mp_record" "$mp_record.text"; do
    if [ -f "$part" ]; then base64 -w 0 "$part" || exit; fi
    echo
  done
  printf '%s\n' "$mp_file"
  if ! [ -e "$mp_file" ]; then
    echo absent
  elif [ "$(stat -c %s "$mp_file")" -gt "$mp_max_snapshot_bytes" ]; then
    echo "large $(sha256sum <"$mp_file")"
  else
    stat -c 'file %a %u:%g' "$mp_file" && base64 "$mp_file"
  fi
}

# FILE MODE OWNER: writes stdin there.
mp_into() {
  new=$(mktemp "${1%/*}/.milepost-${1##*/}.XXXXXX") || exit
  cat >"$new" && chown "$3" "$new" && chmod "$2" "$new" && sync "$new" && mv -fT "$new" "$1" || mp_end 1
}

mp_former_record() { printf %s "$record" | base64 -d; }

# PATH CAPTURE: puts back what mp_capture_file printed; a file that is as it was is not touched. A copy that this operation made goes once
# the file is that again; one that this operation put back is there again. What cannot be put back is said. Ends the script.
mp_restore_file() {
  mp_find "$1"
  umask 077
  exec <"$2"
  IFS= read -r record && IFS= read -r text && IFS= read -r mp_file && read -r former mode owner || exit
  mp_former_record | sed -n 's/^copy //p' | while read -r _ copy_owner copy_mode copy; do
    if ! [ -e "$copy" ] && [ -f "$mp_file" ] && ! [ -f "$mp_record" ]; then mp_into "$copy" "$copy_mode" "$copy_owner" <"$mp_file"; fi
  done || exit
  case $former in
    absent) rm -f "$mp_file" || exit ;;
    file)
      if ! [ -d "${mp_file%/*}" ]; then
        mp_delete_record
        exit 0
      fi
      new=$(mktemp "${mp_file%/*}/.milepost-${mp_file##*/}.XXXXXX") || exit
      base64 -d >"$new" || mp_end 1
      if cmp -s "$new" "$mp_file" && [ "$(stat -c '%a %u:%g' "$mp_file")" = "$mode $owner" ]; then
        rm -f "$new"
      else
        chown "$owner" "$new" && chmod "$mode" "$new" && sync "$new" && mv -f "$new" "$mp_file" || mp_end 1
      fi
      ;;
    *)
      [ "$(sha256sum <"$mp_file")" = "$mode  -" ] ||
        echo "$1 was too large to be kept, so it is not put back: it stays as it is."
      ;;
  esac
  if [ -f "$mp_record" ] || [ -n "$record" ]; then mp_restore_record; fi
  exit 0
}

# The record as it was, with the copies that were made since and are still needed.
mp_restore_record() {
  mkdir -p "${mp_record%/*}" || exit
  {
    mp_former_record
    sed -n '/^\(copy\|aside\) /p' "$mp_record" 2>/dev/null | while IFS= read -r line; do
      if mp_former_record | grep -qxF "$line"; then continue; fi
      copy=$(printf %s "$line" | cut -d' ' -f5-)
      if cmp -s "$copy" "$mp_file"; then rm -f "$copy"
      elif [ -e "$copy" ]; then printf '%s\n' "$line"; fi
    done
  } >"$mp_record.new" || exit
  if [ -s "$mp_record.new" ]; then
    if [ -n "$text" ]; then printf %s "$text" | base64 -d >"$mp_record.text" || exit; fi
    mv -f "$mp_record.new" "$mp_record" || exit
  else
    mp_delete_record
  fi
}

# PATH removed|stays: is the file that Milepost replaced back? Where there was none, is it removed, or does it stay?
mp_is_restored() {
  mp_find "$1"
  mp_classify
  mp_find_backup
  case $mp_is in
    edited) return 1 ;;
    foreign) [ -n "$copy" ] && cmp -s "$copy" "$mp_file" || return 0 ;;
    ours | former) [ "$2" = stays ] || return 1 ;;
  esac
  [ -z "$copy" ]
}

# PATH removed|stays: brings that about. Ends the script.
mp_restore_backup() {
  mp_find_writable "$1"
  mp_classify
  mp_find_backup
  case $mp_is in
    edited)
      echo "$1 was edited since Milepost wrote it: it stays.${copy:+ The file of before is kept as $copy.}"
      mp_delete_record
      exit 0
      ;;
    foreign) [ -n "$copy" ] && cmp -s "$copy" "$mp_file" || exit 0 ;;
  esac
  if [ -n "$copy" ]; then
    umask 077
    new=$(mktemp "${mp_file%/*}/.milepost-${mp_file##*/}.XXXXXX") || exit
    cat "$copy" >"$new" && chown "$owner" "$new" && chmod "$mode" "$new" && touch -r "$copy" "$new" && sync "$new" &&
      mv -f "$new" "$mp_file" || mp_end 1
    rm -f "$copy" || exit
    echo "$1 is again what it was before Milepost wrote it."
  elif [ "$2" = removed ]; then
    rm -f "$mp_file" || exit
  fi
  mp_copies | while IFS= read -r other; do
    [ ! -e "$other" ] || echo "A copy of an edited $1 stays as $other."
  done
  mp_delete_record
}

# PATH...: prints the copies that Milepost keeps of what was there, a path a line.
mp_list_backups() {
  for path; do
    mp_find "$path"
    mp_copies | while IFS= read -r copy; do [ ! -e "$copy" ] || printf '%s\n' "$copy"; done
  done
}

# PATH: is nothing there, and nothing kept of it?
mp_is_absent() {
  mp_find "$1"
  if [ -e "$1" ] || [ -h "$1" ] || [ -f "$mp_record" ]; then return 1; fi
}

# PATH: removes it, with all that is in it, and the copies that Milepost kept of it.
mp_remove_file() {
  mp_find "$1"
  rm -rf --one-file-system -- "$1" || exit
  mp_copies | while IFS= read -r copy; do
    rm -f "$copy" || exit
    dpkg -S "${copy%/*}" >/dev/null 2>&1 || rmdir --ignore-fail-on-non-empty "${copy%/*}" || :
  done || exit
  mp_delete_record
}
