# shellcheck shell=sh
# shellcheck disable=SC2016,SC2154 # quotes of SQL; mariadb/client sets mp_maria_socket
# Users of MariaDB or MySQL.

mp_maria_user_exists() { # NAME HOST
  mp_found=$(mp_maria_ask "SELECT 1 FROM mysql.user WHERE User = '$1' AND Host = '$2'") || return
  [ -n "$mp_found" ] || return 1
}

mp_maria_pattern() { printf %s "$1" | sed 's/_/\\_/g'; } # DATABASE: as rights name it, where a bare _ stands for any character

# NAME HOST DATABASE: prints which privileges mp_grants, the answer to SHOW GRANTS, says on this database.
mp_maria_rights() {
  printf '%s\n' "$mp_grants" | awk -v tail=" ON \`$(mp_maria_pattern "$3" | sed 's/\\/\\\\/g')\`.* TO \`$1\`@\`$2\`" '
    { at = index($0, tail) } at && /^GRANT / { print substr($0, 7, at - 7) }'
}

# NAME HOST PRIVILEGES DATABASE...: is there one, with exactly these privileges in these databases?
mp_maria_has_user() {
  mp_maria_user_exists "$1" "$2" || return
  mp_grants=$(mp_maria_ask "SHOW GRANTS FOR '$1'@'$2'") || return
  mp_who=$1 mp_host=$2 mp_wanted=$3
  shift 3
  for mp_each; do [ "$(mp_maria_rights "$mp_who" "$mp_host" "$mp_each")" = "$mp_wanted" ] || return 1; done
}

# NAME HOST DATABASE...: has it no privileges in these databases?
mp_maria_has_no_rights() {
  mp_grants=$(mp_maria_ask "SHOW GRANTS FOR '$1'@'$2'") || return
  mp_who=$1 mp_host=$2
  shift 2
  for mp_each; do [ -z "$(mp_maria_rights "$mp_who" "$mp_host" "$mp_each")" ] || return 1; done
}

# NAME HOST: can it log in over the socket, with the password on stdin? Only who comes from this server can be tried.
mp_maria_logs_in() {
  case $2 in localhost | 127.0.0.1 | %) ;; *) return 0 ;; esac
  mp_maria_can_log_in "$1" --socket="$mp_maria_socket"
}

# NAME HOST DATABASE...: prints the SQL that takes its privileges in these databases away, where it has any.
mp_maria_revoke() {
  mp_who=$1 mp_host=$2
  shift 2
  for mp_each; do
    [ -z "$(mp_maria_rights "$mp_who" "$mp_host" "$mp_each")" ] ||
      printf "REVOKE ALL PRIVILEGES ON \`%s\`.* FROM '%s'@'%s';\n" "$(mp_maria_pattern "$mp_each")" "$mp_who" "$mp_host"
  done
}

# NAME HOST PRIVILEGES DATABASE...: with the password on stdin.
mp_maria_write_user() {
  mp_grants=''
  mp_maria_user_exists "$1" "$2" && mp_grants=$(mp_maria_ask "SHOW GRANTS FOR '$1'@'$2'")
  {
    printf "CREATE USER IF NOT EXISTS '%s'@'%s' ACCOUNT LOCK;\nALTER USER '%s'@'%s' IDENTIFIED BY " "$1" "$2" "$1" "$2"
    mp_maria_literal
    printf ' ACCOUNT UNLOCK;\n'
    mp_wanted=$3 mp_who=$1 mp_host=$2
    shift 3
    mp_maria_revoke "$mp_who" "$mp_host" "$@"
    for mp_each; do
      printf "GRANT %s ON \`%s\`.* TO '%s'@'%s';\n" "$mp_wanted" "$(mp_maria_pattern "$mp_each")" "$mp_who" "$mp_host"
    done
  } | mp_maria
}

# NAME HOST DATABASE...: it has no privileges in these databases.
mp_maria_withdraw() {
  mp_grants=$(mp_maria_ask "SHOW GRANTS FOR '$1'@'$2'") || return
  mp_maria_revoke "$@" | mp_maria
}

# NAME HOST: prints "absent", or the SQL that makes it, with its password's digest and its rights.
mp_maria_capture_user() {
  mp_maria_user_exists "$1" "$2"
  case $? in 1) echo absent && return ;; 2) return 2 ;; esac
  mp_hex=''
  # MySQL's digests hold characters that no terminal shows.
  [ "$(mp_maria_name)" = MariaDB ] || mp_hex='SET print_identified_with_as_hex = ON;'
  mp_maria_ask "$mp_hex SHOW CREATE USER '$1'@'$2'; SHOW GRANTS FOR '$1'@'$2'" | sed 's/$/;/'
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

mp_maria_anonymous() { mp_maria_ask "SELECT Host FROM mysql.user WHERE User = '' ORDER BY 1"; } # prints where they may come from, a line each

# Has the database test nothing in it, where there is one?
mp_maria_empty_test() {
  mp_maria_database_exists test || return
  mp_found=$(mp_maria_tables test) || return
  [ -z "$mp_found" ] || return 1
}

# Is there neither an anonymous user nor an empty database test?
mp_maria_has_no_defaults() {
  mp_found=$(mp_maria_anonymous) || return
  [ -z "$mp_found" ] || return 1
  mp_maria_empty_test
  case $? in 0) return 1 ;; 1) return 0 ;; *) return 2 ;; esac
}

mp_maria_remove_defaults() {
  mp_hosts=$(mp_maria_anonymous) || return
  {
    [ -z "$mp_hosts" ] || printf '%s\n' "$mp_hosts" | sed "s/.*/DROP USER IF EXISTS ''@'&';/"
    if mp_maria_empty_test; then echo 'DROP DATABASE test;'; fi
  } | mp_maria
}

# Prints the SQL that makes them again, with their rights.
mp_maria_capture_defaults() {
  mp_hosts=$(mp_maria_anonymous 2>/dev/null)
  [ -z "$mp_hosts" ] || printf '%s\n' "$mp_hosts" | sed "s/.*/SHOW CREATE USER ''@'&'; SHOW GRANTS FOR ''@'&';/" | mp_maria | sed 's/$/;/; s/^CREATE USER/CREATE USER IF NOT EXISTS/'
  if mp_maria_empty_test 2>/dev/null; then echo 'CREATE DATABASE IF NOT EXISTS test;'; fi
}

# Findings on what was there before and goes.
mp_maria_preview_defaults() {
  mp_hosts=$(mp_maria_anonymous 2>/dev/null | tr '\n' ' ')
  [ -z "$mp_hosts" ] || mp_finding changes "Users without a name may log in from ${mp_hosts% }: they are dropped."
  if mp_maria_empty_test 2>/dev/null; then mp_finding changes 'There is an empty database test: it is dropped.'; fi
}

# NAME HOST: a finding on a user that is there already.
mp_maria_preview_user() {
  if mp_maria_user_exists "$1" "$2" 2>/dev/null; then
    mp_finding changes "The user $1@$2 is there already: it gets this password and these privileges. What else it may do stays."
  fi
}
