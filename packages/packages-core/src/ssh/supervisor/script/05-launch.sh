
# A unit of its own for each try: it outlives the session, and its cgroup reaches what sudo started. Where no systemd runs, setsid.
launch_executor() {
  open_response && read_birth $$ || refuse disk_full memory
  set -- /bin/sh "$self" run "$spool" "$op" "$key" $$ "$birth"
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
    claimed* | present*) send_message "$answer" ;;
    refused*) send_message "$answer" && exit 78 ;;
    # It may still claim: the caller has to ask again.
    *) send_message silent && exit 75 ;;
  esac
}

# The executor answers on fd 6: the pipe of a here-document, opened both ways. A shell that makes a file of those needs a name for a moment.
open_response() {
  exec 6<<'end'
.
end
  if [ -p "/proc/$$/fd/6" ]; then
    exec 6<>"/proc/$$/fd/6" && read -r _ <&6
  else
    rm -f "$path.r" && mkfifo "$path.r" && exec 6<>"$path.r" && rm -f "$path.r"
  fi
}

# PID: sets birth to when that process was born, in ticks since boot. Its id may be another's one day, but not with this.
read_birth() {
  read -r stat <"/proc/$1/stat" || return 1
  # shellcheck disable=SC2086 # words; it is the 22nd
  set -- ${stat##*) }
  shift 19
  birth=$1
}
