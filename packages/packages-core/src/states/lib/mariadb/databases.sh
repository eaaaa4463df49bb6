# shellcheck shell=sh
# shellcheck disable=SC2016,SC2154 # quotes of SQL; mariadb/client sets mp_maria_socket
# Databases of MariaDB or MySQL.

mp_maria_database_exists() { # NAME
  mp_found=$(mp_maria_ask "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '$1'") || return
  [ -n "$mp_found" ] || return 1
}

mp_maria_characters() { # NAME: prints CHARACTERS COLLATION of new tables; nothing where there is no such database
  mp_maria_ask "SELECT CONCAT(DEFAULT_CHARACTER_SET_NAME, ' ', DEFAULT_COLLATION_NAME) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '$1'"
}

mp_maria_has_database() { # NAME CHARACTERS
  mp_found=$(mp_maria_characters "$1") || return
  [ "${mp_found% *}" = "$2" ] || return 1
}

# NAME CHARACTERS: of one that is there, new tables get this character set.
mp_maria_create_database() {
  mp_maria_ask "CREATE DATABASE IF NOT EXISTS \`$1\` CHARACTER SET $2" || return
  mp_maria_has_database "$1" "$2" || mp_maria_ask "ALTER DATABASE \`$1\` CHARACTER SET $2"
}

# NAME CHARACTERS: a finding on a database that is there already.
mp_maria_preview_database() {
  mp_found=$(mp_maria_characters "$1" 2>/dev/null)
  [ -z "$mp_found" ] ||
    mp_finding changes "The database $1 is there already. Its tables stay as they are; new ones get the character set $2 instead of ${mp_found% *}."
}

mp_maria_capture_database() { # NAME
  mp_found=$(mp_maria_characters "$1") || return
  echo "${mp_found:-absent}"
}

mp_maria_drop_database() { mp_maria_ask "DROP DATABASE IF EXISTS \`$1\`"; } # NAME

mp_maria_tables() { mp_maria_ask "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '$1' ORDER BY 1"; } # NAME

# Prints the databases that people made.
mp_maria_databases() {
  mp_maria_ask "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1"
}

# NAME: with its former character set; dropped if it was not there and nothing was stored in it, or the person wants that.
mp_maria_restore_database() {
  read -r mp_former mp_collation <"$MP_CAPTURE_FILE" || return
  mp_maria_database_exists "$1"
  case $? in 1) return 0 ;; 2) return 2 ;; esac
  if [ "$mp_former" != absent ]; then
    mp_maria_ask "ALTER DATABASE \`$1\` CHARACTER SET $mp_former COLLATE $mp_collation"
  elif [ -n "$MP_REMOVE_DATA" ] || [ -z "$(mp_maria_tables "$1")" ]; then mp_maria_drop_database "$1"
  else echo "Tables were made in the database $1 since: it stays."; fi
}

# FILE: is it a whole dump?
mp_maria_is_dump() {
  [ -s "$1" ] && gzip -cd "$1" 2>/dev/null | tail -n 1 | grep -q '^-- Dump completed' || return 1
}

# FILE OPTION...: by root, who alone may read it. A dump that was cut off has no last line.
mp_maria_dump() {
  (
    umask 077
    mp_to=$1
    shift
    mkdir -p "${mp_to%/*}" || exit
    mp_maria_run mariadb-dump --socket="$mp_maria_socket" -u root --single-transaction --quick --routines --events --hex-blob "$@" | gzip >"$mp_to.new"
    if mp_maria_is_dump "$mp_to.new" && sync "$mp_to.new" && mv -f "$mp_to.new" "$mp_to"; then exit 0; fi
    rm -f "$mp_to.new"
    echo "The dump is not complete: nothing was removed." >&2
    exit 1
  )
}

# UNIT FILE: dumps all databases and users. A service that does not run is started for it.
mp_maria_dump_all() {
  systemctl is-active --quiet "$1" || systemctl start "$1" || return
  mp_maria_dump "$2" --all-databases --flush-privileges
}
