# shellcheck shell=sh
# Symbolic links. The record of a link says, beside those of files:
#   linked TARGET     where Milepost had it point to last
#   former TARGET     where it pointed to before, if it was somebody else's

# PATH: sets mp_path and mp_record. Unlike mp_find it does not look behind the link.
mp_find_link() { mp_path=$1 mp_record=${MP_RECORDS:-/var/lib/milepost-files}/$(printf %s "$1" | sha256sum | cut -c1-64); }

mp_recorded_link() { sed -n "s/^$1 //p" "$mp_record" 2>/dev/null; }

# PATH TARGET OWNER: does the link point there, and is it that owner's? OWNER may be empty.
mp_is_link() {
  [ -h "$1" ] && [ "$(readlink "$1")" = "$2" ] || return 1
  [ -z "$3" ] || [ "$(stat -c %U:%G "$1")" = "$3" ]
}

# PATH: prints what stands in the way of a link there.
mp_link_obstacle() {
  if [ -h "$1" ]; then :
  elif [ -d "$1" ]; then echo "$1 is a directory, not a link: move it away."
  elif [ -e "$1" ]; then echo "$1 is a file, not a link: move it away."; fi
}

# PATH TARGET OWNER: a link that is never missing meanwhile.
mp_place_link() {
  rm -f "${1%/*}/.milepost-link-${1##*/}"
  ln -s "$2" "${1%/*}/.milepost-link-${1##*/}" || return
  [ -z "$3" ] || chown -h "$3" "${1%/*}/.milepost-link-${1##*/}" || return
  mv -fT "${1%/*}/.milepost-link-${1##*/}" "$1"
}

# TARGET FORMER: records where the link points to; FORMER may be empty.
mp_record_link() {
  (
    umask 077
    mkdir -p "${mp_record%/*}" && {
      printf 'path %s\nlinked %s\n' "$mp_path" "$1"
      [ -z "$2" ] || printf 'former %s\n' "$2"
    } >"$mp_record.new" && sync "$mp_record.new" && mv -f "$mp_record.new" "$mp_record"
  )
}

# PATH TARGET OWNER: ends the script where there is something else than a link.
mp_link() {
  mp_find_link "$1"
  obstacle=$(mp_link_obstacle "$1")
  [ -z "$obstacle" ] || {
    echo "$obstacle" >&2
    exit 4
  }
  now=$(readlink "$1") former=$(mp_recorded_link former)
  if [ -n "$now" ] && [ "$now" != "$(mp_recorded_link linked)" ] && [ "$now" != "$2" ]; then former=$now; fi
  mp_record_link "$2" "$former" && mp_place_link "$@"
}

# PATH: prints the link as it is, and its record, for mp_restore_link.
mp_capture_link() {
  mp_find_link "$1"
  if [ -h "$1" ]; then
    stat -c 'link %u:%g' "$1" && readlink "$1" || return
  else
    printf 'absent\n\n'
  fi
  if [ -f "$mp_record" ]; then cat "$mp_record"; fi
}

mp_former_link_record() { # CAPTURE
  if [ -n "$(sed 1,2d "$1")" ]; then sed 1,2d "$1" >"$mp_record.new" && mv -f "$mp_record.new" "$mp_record"
  else rm -f "$mp_record"; fi
}

# PATH TARGET: after mp_link, the link is what mp_capture_link printed, unless somebody had it point elsewhere since.
mp_restore_link() {
  mp_find_link "$1"
  { read -r former owner && IFS= read -r target; } <"$MP_CAPTURE_FILE" || exit
  if [ -h "$1" ] && [ "$(readlink "$1")" != "$2" ] && [ "$(readlink "$1")" != "$target" ]; then
    echo "$1 points to $(readlink "$1") by now: it stays."
    return
  fi
  case $former in
    absent) [ ! -h "$1" ] || rm -f "$1" || exit ;;
    *) [ -d "${1%/*}" ] || return 0; mp_is_link "$1" "$target" '' || mp_place_link "$1" "$target" "$owner" || exit ;;
  esac
  [ ! -d "${mp_record%/*}" ] || mp_former_link_record "$MP_CAPTURE_FILE"
}

# PATH: is it no link of Milepost's?
mp_is_link_original() {
  mp_find_link "$1"
  if [ -f "$mp_record" ]; then return 1; fi
}

# PATH: points to what it pointed to before, or is gone. One that somebody changed stays.
mp_link_back() {
  mp_find_link "$1"
  linked=$(mp_recorded_link linked) former=$(mp_recorded_link former)
  if [ -h "$1" ] && [ "$(readlink "$1")" = "$linked" ]; then
    if [ -n "$former" ]; then mp_place_link "$1" "$former" '' || exit; else rm -f "$1" || exit; fi
  elif [ -h "$1" ]; then echo "$1 points to $(readlink "$1") by now: it stays."; fi
  rm -f "$mp_record"
}

# PATH: after mp_link_back.
mp_undo_link_back() {
  mp_find_link "$1"
  { read -r former owner && IFS= read -r target; } <"$MP_CAPTURE_FILE" || exit
  if [ "$former" = link ] && ! mp_is_link "$1" "$target" ''; then mp_place_link "$1" "$target" "$owner" || exit; fi
  [ -z "$(sed 1,2d "$MP_CAPTURE_FILE")" ] || { mkdir -p "${mp_record%/*}" && mp_former_link_record "$MP_CAPTURE_FILE"; }
}
