# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Values of the system that no file of Milepost holds: its time zone, its host name, settings of the kernel. What they were before Milepost
# is recorded for root alone, and outlives every operation:
#   was VALUE     before Milepost changed it
#   set VALUE     what Milepost changed it to, or was about to

# NAME: its record.
mp_value_record() { echo "${MP_RECORDS:-/var/lib/milepost-files}/values/$1"; }

# NAME was|set
mp_value_said() { sed -n "s/^$2 //p" "$(mp_value_record "$1")" 2>/dev/null; }

# NAME...: is nothing recorded of any of them?
mp_values_forgotten() {
  for mp_name; do [ ! -e "$(mp_value_record "$mp_name")" ] || return 1; done
}

# NAME IS WANTED: to be recorded before it is changed. What somebody else has set since Milepost did is what was before.
mp_record_value() {
  mp_was=$2
  if mp_values_forgotten "$1"; then :; elif [ "$(mp_value_said "$1" set)" = "$2" ]; then mp_was=$(mp_value_said "$1" was); fi
  printf 'was %s\nset %s\n' "$mp_was" "$3" | mp_write_value_record "$1"
}

mp_write_value_record() ( # NAME: stdin
  umask 077
  mp_record=$(mp_value_record "$1")
  mkdir -p "${mp_record%/*}" && cat >"$mp_record.new" && sync "$mp_record.new" && mv -f "$mp_record.new" "$mp_record"
)

mp_forget_value() { # NAME
  rm -f "$(mp_value_record "$1")" || return
  rmdir "$(dirname "$(mp_value_record "$1")")" 2>/dev/null || :
}

# NAME IS: what has to be put back, if anything has. Exit 1 where somebody else has set it since.
mp_former_value() {
  if mp_values_forgotten "$1"; then return; fi
  mp_was=$(mp_value_said "$1" was)
  if [ "$2" = "$mp_was" ]; then return; fi
  [ "$2" = "$(mp_value_said "$1" set)" ] || return 1
  printf '%s\n' "$mp_was"
}

# NAME IS: prints both for mp_captured_value: the record in one word, `-` where there is none, and what it is.
mp_capture_value() {
  mp_record=$(base64 -w 0 "$(mp_value_record "$1")" 2>/dev/null)
  printf '%s %s\n' "${mp_record:--}" "$2"
}

# NAME WORD: the record is again what was captured.
mp_restore_value_record() {
  if [ "$2" = - ]; then mp_forget_value "$1"; else printf %s "$2" | base64 -d | mp_write_value_record "$1"; fi
}

# NAME IS SUBJECT: for the preview of what puts it back.
mp_former_value_finding() {
  if mp_former=$(mp_former_value "$1" "$2"); then
    [ -z "$mp_former" ] || mp_finding changes "$3 is “$2”: it becomes “$mp_former” again, as it was before Milepost."
  else
    mp_finding keeps "$3 is “$2”, set after Milepost: it stays."
  fi
}
