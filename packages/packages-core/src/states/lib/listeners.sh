# shellcheck shell=sh
# shellcheck disable=SC2086 # lists of processes are split on purpose
# Who listens on a TCP port, read from /proc: `ss` is not on every server.

# The addresses of /proc/net/tcp{,6} that stand in the way of 127.0.0.1: itself and all addresses; in both byte orders.
mp_loopback='0{8}|0{32}|0100007F|7F000001|0{16}(FFFF0000|0000FFFF)(0100007F|7F000001)'

mp_sockets() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port="$(printf :%04X "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { print substr($2, 1, length($2) - 5), $10 }' |
    if [ "$2" = loopback ]; then grep -E "^($mp_loopback) "; else cat; fi | cut -d ' ' -f 2
}

mp_holders() {
  find /proc/[0-9]*/fd -maxdepth 1 -lname "socket:\[$1\]" 2>/dev/null | sed 's|^/proc/||; s|/.*||' | sort -nu
}

mp_holder_in() { for mp_pid in $1; do if mp_belongs "$mp_pid" "$2"; then return; fi; done; return 1; }

# PORT UNIT: does the unit listen there?
mp_listens() {
  for mp_inode in $(mp_sockets "$1"); do mp_holder_in "$(mp_holders "$mp_inode")" "$2" && return; done
  return 1
}

# PORT UNIT [loopback]: prints who else does, one a line: on any address, or only where it keeps 127.0.0.1 from being used.
mp_other_listeners() {
  mp_waited=
  for mp_inode in $(mp_sockets "$1" "$3"); do
    mp_pids=$(mp_holders "$mp_inode")
    if mp_holder_in "$mp_pids" "$2"; then continue; fi
    if [ "$mp_pids" != 1 ] && mp_closes "$mp_inode" "$1" "$3"; then continue; fi
    mp_other=$(printf '%s\n' $mp_pids | grep -vx 1 | head -n 1)
    if [ -n "$mp_other" ]; then echo "$(mp_describe "$mp_other")$(mp_published "$mp_other" "$1")"
    elif [ -n "$mp_pids" ]; then echo "systemd ($(mp_socket_unit "$1"))"
    else echo 'the kernel, or a process that cannot be seen from this server'; fi
  done | sort -u
}

# INODE PORT [loopback]: is that socket closed half a second later? "nginx -t" listens for milliseconds where nginx is stopped, and
# the checks of a plan run beside each other.
mp_closes() {
  [ -n "$mp_waited" ] || sleep 0.5
  mp_waited=1
  ! mp_sockets "$2" "$3" | grep -qx "$1"
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

# UNIT: prints the processes that are left of a service of the server itself, also where it starts UNIT@-.service, as Debian's
# Postfix does: the unit of a container lies below that container's.
mp_processes_of() {
  grep -lE "^(0:|[0-9]+:name=systemd):(/[^/]+[.]slice)+/$(printf %s "$1" | sed 's/[.]/[.]/g')(@-)?[.]service(/|$)" /proc/[0-9]*/cgroup 2>/dev/null |
    cut -d / -f 3
}
