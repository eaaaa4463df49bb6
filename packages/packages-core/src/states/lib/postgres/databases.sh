# shellcheck shell=sh
# Databases of PostgreSQL.

mp_pg_database_exists() { # PORT NAME
  mp_found=$(mp_pg_ask "$1" "SELECT 1 FROM pg_database WHERE datname = '$2'") || return
  [ -n "$mp_found" ] || return 1
}

# PORT NAME OWNER ENCODING
mp_pg_has_database() {
  mp_found=$(mp_pg_ask "$1" "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = '$2'") || return
  [ "$mp_found" = "$3|$4" ] || return 1
}

# PORT NAME OWNER ENCODING: prints why it cannot be so.
mp_pg_database_problem() {
  mp_found=$(mp_pg_ask "$1" "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = '$2'" 2>/dev/null) || return 0
  [ -z "$mp_found" ] || [ "$mp_found" = "$4" ] ||
    echo "The database $2 is there already, with the encoding $mp_found, which cannot be changed."
}

# PORT NAME OWNER ENCODING: the owner of one that is there is changed.
mp_pg_create_database() {
  mp_problem=$(mp_pg_database_problem "$@")
  [ -z "$mp_problem" ] || {
    echo "$mp_problem" >&2
    return 4
  }
  mp_pg_database_exists "$1" "$2"
  case $? in
    0) mp_pg_ask "$1" "ALTER DATABASE \"$2\" OWNER TO \"$3\"" ;;
    1)
      case $4 in UTF8) mp_locale=C.UTF-8 ;; *) mp_locale=C ;; esac
      mp_pg_ask "$1" "CREATE DATABASE \"$2\" OWNER \"$3\" TEMPLATE template0 ENCODING '$4' LC_COLLATE '$mp_locale' LC_CTYPE '$mp_locale'"
      ;;
    *) return 2 ;;
  esac
}

# PORT NAME: prints its tables, one a line.
mp_pg_tables() {
  printf '%s\n' "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'S') AND n.nspname !~ '^(pg_|information_schema\$)' ORDER BY 1" | mp_pg "$1" "$2"
}

mp_pg_capture_database() { # PORT NAME
  mp_found=$(mp_pg_ask "$1" "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '$2'") || return
  echo "${mp_found:-}"
}

# PORT NAME: it is of its former owner, or dropped if it was not there and nothing was stored in it, or the person wants that.
mp_pg_restore_database() {
  read -r mp_former <"$MP_CAPTURE_FILE"
  mp_pg_database_exists "$1" "$2"
  case $? in 1) return 0 ;; 2) return 2 ;; esac
  if [ -n "$mp_former" ]; then mp_pg_ask "$1" "ALTER DATABASE \"$2\" OWNER TO \"$mp_former\""
  elif [ -n "$MP_REMOVE_DATA" ] || [ -z "$(mp_pg_tables "$1" "$2")" ]; then mp_pg_drop_database "$1" "$2"
  else echo "Tables were made in the database $2 since: it stays."; fi
}

# PORT NAME: says who is connected.
mp_pg_connections() {
  mp_clients=$(mp_pg_ask "$1" "SELECT string_agg(DISTINCT usename || coalesce(' (' || nullif(application_name, '') || ')', ''), ', ') FROM pg_stat_activity WHERE datname = '$2'" 2>/dev/null)
  [ -z "$mp_clients" ] || echo "Connected to the database $2: $mp_clients. Stop what uses it first."
}

mp_pg_drop_database() { # PORT NAME
  mp_pg_ask "$1" "DROP DATABASE IF EXISTS \"$2\"" && return
  mp_pg_connections "$1" "$2" >&2
  return 1
}

# FILE: is it a whole dump?
mp_pg_is_dump() {
  [ -s "$1" ] && [ "$(head -c 5 "$1")" = PGDMP ] || return 1
}

# PORT NAME FILE: by root, who alone may read it.
mp_pg_dump() {
  (
    umask 077
    mkdir -p "${3%/*}" || exit
    mp_run_clean postgres pg_dump --format=custom -p "$1" -d "$2" >"$3.new" && sync "$3.new" && mv -f "$3.new" "$3" && exit
    rm -f "$3.new"
    exit 1
  )
}
