# shellcheck shell=sh
# shellcheck disable=SC2034 # what is set is for who calls
# PostgreSQL, asked as its own user over its socket. Names are plain, see states/postgres/names.

# PORT DATABASE: SQL on stdin → rows, columns separated by "|". Ends at the first error.
mp_pg() {
  mp_run_clean postgres psql -X -q -A -t -v ON_ERROR_STOP=1 -p "$1" -d "$2"
}

# PORT SQL: the same of the database postgres; exit 1 where PostgreSQL is not installed, 2 where it does not answer.
mp_pg_ask() {
  command -v psql >/dev/null || return 1
  printf '%s\n' "$2" | mp_pg "$1" postgres || return 2
}

# For statements that hold a password: the server logs none of them, not even those that fail.
mp_pg_quiet="SET log_statement = 'none'; SET log_min_error_statement = 'panic'; SET log_min_duration_statement = -1;
SET pg_stat_statements.track_utility = off; SET standard_conforming_strings = on;"

# A text on stdin → the same as a literal of SQL.
mp_pg_literal() {
  printf "'"
  sed "s/'/''/g" | tr -d '\n'
  printf "'"
}

# PORT USER DATABASE: logs in over TCP with the password on stdin, and prints what the server says otherwise. psql asks for it at the terminal,
# and reads stdin in a session without one.
mp_pg_log_in() {
  { cat && echo; } | PGCONNECT_TIMEOUT=5 setsid -w psql -X -q -A -t -W -h 127.0.0.1 -p "$1" -U "$2" -d "$3" -c 'SELECT' 2>&1 |
    sed 's/^Password[^:]*: *//; /^$/d'
}

# PORT USER DATABASE: can it, with the password on stdin?
mp_pg_logs_in() {
  mp_said=$(mp_pg_log_in "$@")
  [ -z "$mp_said" ] || return 1
}
