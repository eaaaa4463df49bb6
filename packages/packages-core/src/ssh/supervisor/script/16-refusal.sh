
# --- A refused assertion: what the states before it wrote in this milestone is undone -------------------------------------

ASSERTION_FAILED=5

# An apply has failed with $code. $refused are the numbers of the states whose undo runs, in order.
undo_refused() {
  [ "$code" = $ASSERTION_FAILED ] && [ -n "$refused" ] || return 0
  at=$state numbers=$refused
  for state in $numbers; do
    select_state "$state"
    run_phase "$undo"
    [ "$code" = 0 ] || echo "What was written before it could not be undone: exit code $code." >&4
  done
  state=$at code=$ASSERTION_FAILED
}
