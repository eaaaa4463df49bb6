
# What a state's capture prints before the operation's first apply is kept apart from the output, whole or not at all,
# and no later try replaces it. Through cat, which notices a full disk where the script would not.
keep_capture() {
  enter_phase capture
  new=$MP_CAPTURED.new
  codes=$({
    { run_script "$capture" 3>&-; echo "code=$?" >&3; } | { cat 3>&- >"$new"; echo "kept=$?" >&3; }
  } 3>&1 </dev/null 2>&4 4>&- 7>&-)
  code=1 kept=1
  eval "$codes"
  [ "$kept" = 0 ] || spool_is_full
  [ "$code" = 0 ] || end_with 1 3 "$code"
  sync "$new" && mv "$new" "$MP_CAPTURED" && sync "$spool/kept" || spool_is_full
}
