# shellcheck shell=sh
# shellcheck disable=SC2034 # what is set is for who calls
# MariaDB or MySQL, asked as root over its socket. Names are plain, see states/mariadb/names.

mp_maria_server() { command -v mariadbd || command -v mysqld; } # prints the server's program; exit 1 where none is installed

mp_maria_name() { if command -v mariadbd >/dev/null; then echo MariaDB; else echo MySQL; fi; }

# NAME OPTION...: runs the client program of this name, mariadb or mariadb-dump, or the one that MySQL has for it, without option files.
mp_maria_run() {
  mp_program=$1
  shift
  command -v "$mp_program" >/dev/null || case $mp_program in mariadb) mp_program=mysql ;; *) mp_program=mysql${mp_program#mariadb-} ;; esac
  "$mp_program" --no-defaults "$@"
}

mp_maria_socket=/run/mysqld/mysqld.sock

# SQL on stdin → rows, columns separated by tabs; exit 1 where no server is installed, 2 where it does not answer or refuses.
mp_maria() {
  mp_maria_server >/dev/null || return 1
  mp_maria_run mariadb --socket="$mp_maria_socket" -u root -N -B -r || return 2
}

mp_maria_ask() { printf '%s\n' "$1" | mp_maria; } # SQL

# A text on stdin → the same as a literal of SQL.
mp_maria_literal() {
  printf "'"
  sed "s/[\\\\']/\\\\&/g" | tr -d '\n'
  printf "'"
}

# USER OPTION...: logs in with the password on stdin, and prints what the server says otherwise.
mp_maria_log_in() {
  mp_who=$1
  shift
  mp_program=mariadb
  command -v mariadb >/dev/null || mp_program=mysql
  {
    printf '[client]\npassword="'
    sed 's/[\\"]/\\&/g' | tr -d '\n'
    printf '"\n'
  } | { "$mp_program" --defaults-file=/dev/stdin "$@" -u "$mp_who" -e 'SELECT 1' >/dev/null; } 2>&1 || echo "The login failed ($?)."
}

# USER OPTION...: can it log in, with the password on stdin?
mp_maria_can_log_in() {
  mp_said=$(mp_maria_log_in "$@")
  [ -z "$mp_said" ] || return 1
}

# ADDRESS PORT: does a server answer there? Who is not let in has had an answer, too.
mp_maria_answers() {
  mp_said=$(mp_maria_run mariadb-admin --protocol=tcp -h "$1" -P "$2" -u milepost --connect-timeout=5 ping 2>&1) && return
  case $mp_said in *'Access denied'* | *'is not allowed to connect'*) return 0 ;; esac
  return 1
}
