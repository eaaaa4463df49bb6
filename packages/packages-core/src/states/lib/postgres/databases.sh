# shellcheck shell=sh
# Databases of PostgreSQL.

mp_pg_database_exists() { # PORT NAME
  mp_found=$(mp_pg_ask "$1" "SELECT 1 FROM pg_database WHERE datname = '$2'") || return
  [ -n "$mp_found" ] || return 1
}

# PORT NAME OWNER ENCODING
mp_pg_has_database() {
  mp_found=$(mp_pg_ask "$1" "SELECT pg_get_userbyid(datdba) || '|' || pg_encoding_to_char(encoding) || CASE WHEN datallowconn THEN '' ELSE '|closed' END
    FROM pg_database WHERE datname = '$2'") || return
  [ "$mp_found" = "$3|$4" ] || return 1
}

# PORT NAME OWNER ENCODING: prints why it cannot be so.
mp_pg_database_problem() {
  mp_found=$(mp_pg_ask "$1" "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = '$2'" 2>/dev/null) || return 0
  [ -z "$mp_found" ] || [ "$mp_found" = "$4" ] ||
    echo "The database $2 is there already, with the encoding $mp_found, which cannot be changed."
}

# PORT NAME OWNER: findings on one that is there.
mp_pg_database_findings() {
  mp_found=$(mp_pg_ask "$1" "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '$2' AND datallowconn" 2>/dev/null) || return 0
  if [ -n "$mp_found" ] && [ "$mp_found" != "$3" ]; then
    mp_finding changes "The database $2 is there already. It belongs to the role $mp_found, and will belong to $3. Its tables stay as they are."
  fi
}

# PORT NAME OWNER ENCODING: the owner of one that is there is changed. A new one lets in its owner, and nobody else before that is so.
mp_pg_create_database() {
  mp_problem=$(mp_pg_database_problem "$@")
  [ -z "$mp_problem" ] || {
    echo "$mp_problem" >&2
    return 4
  }
  mp_pg_database_exists "$1" "$2"
  case $? in
    0) mp_pg_ask "$1" "ALTER DATABASE \"$2\" OWNER TO \"$3\"" || return ;;
    1)
      case $4 in UTF8) mp_locale=C.UTF-8 ;; *) mp_locale=C ;; esac
      mp_pg_ask "$1" "CREATE DATABASE \"$2\" OWNER \"$3\" TEMPLATE template0 ENCODING '$4' LC_COLLATE '$mp_locale' LC_CTYPE '$mp_locale' ALLOW_CONNECTIONS false" || return
      ;;
    *) return 2 ;;
  esac
  mp_found=$(mp_pg_ask "$1" "SELECT datallowconn FROM pg_database WHERE datname = '$2'") || return
  [ "$mp_found" = t ] ||
    mp_pg_ask "$1" "REVOKE CONNECT, TEMPORARY ON DATABASE \"$2\" FROM PUBLIC; ALTER DATABASE \"$2\" ALLOW_CONNECTIONS true"
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
