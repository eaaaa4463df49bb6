
# A check changes nothing and may be repeated: when all are true there is nothing to claim, no unit to start and nothing to sync.
# Sets proven to 0 when so. Reads without the lock: whoever is not proven here is judged again under it.
probe_checks() {
  (
    read_request
    read_journal "$spool/op/$op.log"
    [ "$r_op $r_key $r_spool" = "$op $key $spool_id" ] && [ -z "$closed$work" ] && [ "$r_fence" -ge "$fence" ] || exit 1
    [ ! -d "$spool/guards" ] || [ -z "$(list_guards)" ] || exit 1
    prepare_environment
    exec 8<&7 7>&-
    state=0
    while [ "$state" -lt "$r_states" ]; do
      state=$((state + 1))
      select_state "$state"
      [ -n "$check" ] || exit 1
      run_script "$check" </dev/null >/dev/null 2>&1
      held=$?
      [ $held = 0 ] || exit 1
    done
  )
  proven=$?
}
