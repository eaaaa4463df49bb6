
# --- The verbs --------------------------------------------------------------------------------------------------------

# OP KEY: a command is followed and stopped by the version that claimed it.
select_command() {
  require_names "$1" "$2"
  op=$1 key=$2 files=$spool/op/$1:$2
  read_journal "$spool/op/$op.log"
}

exec_claiming_version() {
  [ -n "$version" ] && [ "$version" != "${self##*/}" ] && [ -r "$spool/bin/$version" ] || return 0
  MP_READY=1 exec /bin/sh "$spool/bin/$version" "$verb" "$spool" "$@"
}

# OP: where the records were deleted there is a place for its fence again.
select_operation() {
  require_names "$1"
  op=$1 key=''
  [ -d "$spool/op" ] || { ensure_spool >/dev/null && send_message made; }
}

# [OFFSET]: what a login shell's start-up files print lies before this.
report_ready() {
  [ -z "$MP_READY" ] || return 0
  printf 'mp ready%s\n' "${1:+ $1}"
  send_message ready
}

move_captures

case $verb in run | guard) ;; attach) skip_middle "$1:$2" "$3" "$7" && report_ready "$offset" ;; *) report_ready ;; esac

case $verb in
  spool) ensure_spool ;;
  start)
    receive_request
    proven=1
    [ "$2" = 0 ] || probe_checks
    if [ "$proven" = 0 ]; then send_message end 0 000 0 000 && exit 0; fi
    launch_executor
    verb=attach
    select_command "$op" "$key"
    exec_claiming_version "$op" "$key" 0 0 "$1" "$3"
    attach_command 0 0 "$1" "$3"
    ;;
  attach)
    select_command "$1" "$2"
    exec_claiming_version "$1" "$2" "$offset" "$4" "$5" "$6"
    attach_command "$offset" "$4" "$5" "$6"
    ;;
  pause)
    require_names "$1" "$2"
    : >"$spool/op/$1:$2.pause" || refuse disk_full
    ;;
  fence) select_operation "$1" && raise_fence "$2" '' ;;
  close)
    select_operation "$1"
    raise_fence "$2" closed
    settle_guards all || refuse busy
    rm -f "$spool/op/$op:"* "$spool/captures/$op:"*
    ;;
  stop)
    select_command "$1" "$2"
    exec_claiming_version "$@"
    stop_command "$3" "$4" "$5" "$6"
    ;;
  confirm)
    select_command "$1" "$2"
    exec_claiming_version "$@"
    confirm_guard "$3" "$4"
    ;;
  guard) watch_guard "$1" ;;
  run) run_command "$@" ;;
  *) refuse malformed "verb $verb" ;;
esac
