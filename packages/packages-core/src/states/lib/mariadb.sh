# shellcheck shell=sh
# shellcheck disable=SC2016 # quotes of SQL
# MariaDB, asked as root over its socket. Names are plain, see states/mariadb/names.

# SQL on stdin → rows, columns separated by tabs; exit 1 where MariaDB is not installed, 2 where it does not answer or refuses.
mp_maria() {
  command -v mariadb >/dev/null || return 1
  mariadb --no-defaults --socket=/run/mysqld/mysqld.sock -u root -N -B -r || return 2
}

mp_maria_ask() { printf '%s\n' "$1" | mp_maria; } # SQL

# A text on stdin → the same as a literal of SQL.
mp_maria_literal() {
  printf "'"
  sed "s/[\\\\']/\\\\&/g" | tr -d '\n'
  printf "'"
}

mp_maria_user_exists() { # NAME HOST
  mp_found=$(mp_maria_ask "SELECT 1 FROM mysql.user WHERE User = '$1' AND Host = '$2'") || return
  [ -n "$mp_found" ] || return 1
}

# NAME HOST DATABASE...: is there one, with all rights in these?
mp_maria_has_user() {
  mp_maria_user_exists "$1" "$2" || return
  mp_grants=$(mp_maria_ask "SHOW GRANTS FOR '$1'@'$2'") || return
  mp_who=$1 mp_host=$2
  shift 2
  for mp_each; do
    printf '%s\n' "$mp_grants" | grep -qF "GRANT ALL PRIVILEGES ON \`$mp_each\`.* TO \`$mp_who\`@\`$mp_host\`" || return 1
  done
}

# NAME HOST: can it log in, with the password on stdin? Only who comes from this server can be tried.
mp_maria_logs_in() {
  case $2 in localhost | 127.0.0.1 | %) ;; *) return 0 ;; esac
  {
    printf '[client]\npassword="'
    sed 's/[\\"]/\\&/g' | tr -d '\n'
    printf '"\n'
  } | mariadb --defaults-file=/dev/stdin --socket=/run/mysqld/mysqld.sock -u "$1" -e 'SELECT 1' >/dev/null 2>&1 || return 1
}

# NAME HOST DATABASE...: with the password on stdin.
mp_maria_write_user() {
  {
    printf "CREATE USER IF NOT EXISTS '%s'@'%s' ACCOUNT LOCK;\nALTER USER '%s'@'%s' IDENTIFIED BY " "$1" "$2" "$1" "$2"
    mp_maria_literal
    printf ' ACCOUNT UNLOCK;\n'
    mp_who=$1 mp_host=$2
    shift 2
    for mp_each; do printf "GRANT ALL PRIVILEGES ON \`%s\`.* TO '%s'@'%s';\n" "$mp_each" "$mp_who" "$mp_host"; done
  } | mp_maria
}

# NAME HOST: prints "absent", or the SQL that makes it, with its password's digest and its rights.
mp_maria_capture_user() {
  mp_maria_user_exists "$1" "$2"
  case $? in 1) echo absent && return ;; 2) return 2 ;; esac
  mp_maria_ask "SHOW CREATE USER '$1'@'$2'; SHOW GRANTS FOR '$1'@'$2'" | sed 's/$/;/'
}

# NAME HOST: it is as mp_maria_capture_user printed, or gone.
mp_maria_restore_user() {
  if [ "$(cat "$MP_CAPTURE_FILE")" = absent ]; then
    mp_maria_drop_user "$1" "$2"
    return
  fi
  {
    sed -n '1s/^CREATE USER/CREATE USER IF NOT EXISTS/p; 1s/^CREATE USER IF NOT EXISTS\|^CREATE USER/ALTER USER/p' "$MP_CAPTURE_FILE"
    printf "REVOKE ALL PRIVILEGES, GRANT OPTION FROM '%s'@'%s';\n" "$1" "$2"
    sed 1d "$MP_CAPTURE_FILE"
  } | mp_maria
}

mp_maria_drop_user() { mp_maria_ask "DROP USER IF EXISTS '$1'@'$2'"; } # NAME HOST

mp_maria_database_exists() { # NAME
  mp_found=$(mp_maria_ask "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '$1'") || return
  [ -n "$mp_found" ] || return 1
}

# NAME CHARACTERS
mp_maria_create_database() { mp_maria_ask "CREATE DATABASE IF NOT EXISTS \`$1\` CHARACTER SET $2"; }

mp_maria_drop_database() { mp_maria_ask "DROP DATABASE IF EXISTS \`$1\`"; } # NAME

mp_maria_tables() { mp_maria_ask "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '$1' ORDER BY 1"; } # NAME

# NAME: dropped if it was not there and nothing was stored in it, or the person wants that.
mp_maria_restore_database() {
  read -r mp_former <"$MP_CAPTURE_FILE" || return
  [ "$mp_former" = absent ] || return 0
  mp_maria_database_exists "$1"
  case $? in 1) return 0 ;; 2) return 2 ;; esac
  if [ -n "$MP_REMOVE_DATA" ] || [ -z "$(mp_maria_tables "$1")" ]; then mp_maria_drop_database "$1"
  else echo "Tables were made in the database $1 since: it stays."; fi
}
