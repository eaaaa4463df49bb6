
# What a state's capture prints before the operation's first apply is kept apart from the output, whole or not at all,
# and no later try replaces it. Through cat, which notices a full disk where the script would not.
store_capture() {
  begin_phase capture
  new=$MP_CAPTURE_FILE.new
  codes=$({
    { run_script "$capture" 3>&-; echo "code=$?" >&3; } | { cat 3>&- >"$new"; echo "stored=$?" >&3; }
  } 3>&1 </dev/null 2>&4 4>&- 7>&-)
  code=1 stored=1
  eval "$codes"
  [ "$stored" = 0 ] || spool_is_full
  [ "$code" = 0 ] || finish_with 1 3 "$code"
  sync "$new" && mv "$new" "$MP_CAPTURE_FILE" && sync "$spool/captures" || spool_is_full
}
