import { sh } from '../../dsl/sh';

/** The addresses of /proc/net/tcp{,6} that stand in the way of 127.0.0.1: itself and all addresses; in both byte orders. */
const LOOPBACK = '0{8}|0{32}|0100007F|7F000001|0{16}(FFFF0000|0000FFFF)(0100007F|7F000001)';

/**
 * Functions that say who listens on a TCP port, read from /proc: `ss` is not on every server. Need PROCESSES in front.
 * `mp_listens PORT UNIT`: the unit does. `mp_other_listeners PORT UNIT [loopback]` prints who else does, one a line: on any address, or
 * only where it keeps 127.0.0.1 from being used.
 */
export const LISTENERS = sh`
  mp_sockets() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$(printf :%04X "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { print substr($2, 1, length($2) - 5), $10 }' |
      if [ "$2" = loopback ]; then grep -E ${`^(${LOOPBACK}) `}; else cat; fi | cut -d ' ' -f 2
  }
  mp_holders() {
    find /proc/[0-9]*/fd -maxdepth 1 -lname "socket:\[$1\]" 2>/dev/null | sed 's|^/proc/||; s|/.*||' | sort -nu
  }
  mp_holder_in() { for mp_pid in $1; do if mp_belongs "$mp_pid" "$2"; then return; fi; done; return 1; }
  mp_listens() {
    for mp_inode in $(mp_sockets "$1"); do mp_holder_in "$(mp_holders "$mp_inode")" "$2" && return; done
    return 1
  }
  mp_other_listeners() {
    for mp_inode in $(mp_sockets "$1" "$3"); do
      mp_pids=$(mp_holders "$mp_inode")
      if mp_holder_in "$mp_pids" "$2"; then continue; fi
      mp_other=$(printf '%s\n' $mp_pids | grep -vx 1 | head -n 1)
      if [ -n "$mp_other" ]; then echo "$(mp_describe "$mp_other")$(mp_published "$mp_other" "$1")"
      elif [ -n "$mp_pids" ]; then echo "systemd ($(mp_socket_unit "$1"))"
      else echo 'the kernel, or a process that cannot be seen from this server'; fi
    done | sort -u
  }
  mp_socket_unit() {
    systemctl list-sockets --all --full --plain --no-legend --no-pager | awk -v port=":$1" '
      substr($1, length($1) - length(port) + 1) == port { print $2 ", which starts " $3; exit }'
  }
  mp_published() {
    [ "$(cat "/proc/$1/comm" 2>/dev/null)" = docker-proxy ] || return 0
    mp_container=$(timeout 3 docker ps --filter "publish=$2" --format '{{.Names}}' 2>/dev/null | head -n 1)
    [ -z "$mp_container" ] || echo " for container $mp_container"
  }
`;
