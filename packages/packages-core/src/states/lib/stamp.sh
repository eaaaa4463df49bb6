# shellcheck shell=sh
# The time of an operation.

# Sets MP_STAMP to when this operation first asked, in UTC. It is kept as OPERATION:stamp beside what was captured, until the operation ends;
# in a preview, which captures nothing, it is now.
mp_set_stamp() {
  [ -z "$MP_STAMP" ] || return 0
  MP_STAMP=$(date -u +%Y%m%d-%H%M%S) || return
  [ -n "$MP_CAPTURE_FILE" ] || return 0
  mp_stamp_file="${MP_CAPTURE_FILE%:*}:stamp"
  if [ ! -s "$mp_stamp_file" ]; then
    echo "$MP_STAMP" >"$mp_stamp_file.new" && sync "$mp_stamp_file.new" && mv "$mp_stamp_file.new" "$mp_stamp_file" || return
  fi
  read -r MP_STAMP <"$mp_stamp_file"
}
