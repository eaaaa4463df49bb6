
# A unit of its own for each try: it outlives the session, and its cgroup reaches what sudo started. Where no systemd runs, setsid.
# The executor answers on fd 6.
launch_executor() {
  rm -f "$path.r"
  mkfifo "$path.r" || refuse disk_full memory
  exec 6<>"$path.r"
  rm -f "$path.r"
  set -- /bin/sh "$self" run "$spool" "$op" "$key" "$sha" "$secrets_length" $$
  if [ -w /run/systemd/system ] && [ -z "$MP_SETSID" ]; then
    # No 6>&- here: dash would close it in this very process until systemd-run ends, and the executor looks for it there.
    # IgnoreSIGPIPE=no: else "yes | head" behaves otherwise than over ssh. OOMPolicy: a child out of memory is not our end.
    systemd-run --quiet --collect --no-block --unit="milepost-$op:$key:$$" \
      --description="Milepost: $key of operation $op" -p OOMPolicy=continue -p IgnoreSIGPIPE=no \
      -p TasksMax=infinity -p StandardOutput=null -p StandardError=journal "$@" || refuse busy unit
  else
    setsid "$@" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- &
  fi
  answer=$(timeout 25 head -n 1 <&6)
  exec 6>&- 7>&- 8>&-
  case $answer in
    claimed* | present*) tell "$answer" ;;
    refused*) tell "$answer" && exit 78 ;;
    # It may still claim: the caller has to ask again.
    *) tell silent && exit 75 ;;
  esac
}
