
# --- start: receives the bytes, never claims --------------------------------------------------------------------------
# Header: "milepost 1 LENGTH SHA256 SECRETS_LENGTH OP KEY". The digest covers request and secrets.
# They lie in memory, in files that have lost their names: fd 8 the request, fd 7 the secrets.
receive_request() {
  IFS=' ' read -r magic format length sha secrets_length op key || refuse malformed header
  [ "$magic $format" = 'milepost 1' ] && is_number "$length" && is_number "$secrets_length" || refuse malformed header
  require_names "$op" "$key"
  [ "$spool_id" != none ] || refuse spool_changed none
  [ -d "$memory" ] || mkdir -p "$memory"
  [ -O "${memory%/*}" ] || refuse malformed "$memory is not ours"
  path=$memory/in.$$
  : >"$path" && : >"$path.s" || refuse disk_full memory
  exec 7<>"$path.s" 8<>"$path"
  rm -f "$path" "$path.s"
  head -c "$length" >&8
  [ "$secrets_length" = 0 ] || head -c "$secrets_length" >&7
  read -r _ received </proc/$$/fdinfo/8
  read -r _ secrets_received </proc/$$/fdinfo/7
  [ "$received $secrets_received" = "$length $secrets_length" ] || refuse malformed truncated
  if [ "$secrets_length" = 0 ]; then
    found=$(sha256sum <"/proc/$$/fd/8")
  else
    found=$(cat "/proc/$$/fd/8" "/proc/$$/fd/7" | sha256sum)
  fi
  [ "$found" = "$sha  -" ] || refuse malformed digest
}

# What it sets: r_spool r_op r_key r_fence r_claims r_boot r_work r_states, and for state N
# checkN captureN applyN verifyN idempotentN captureIndexN where there are such, undoN where the server itself may have to undo it,
# confirmN the seconds in which a guarded change has to be confirmed, refusedN the states that are undone where it does not hold.
read_request() {
  # shellcheck disable=SC1090 # not a file
  . "/proc/$$/fd/8"
}
