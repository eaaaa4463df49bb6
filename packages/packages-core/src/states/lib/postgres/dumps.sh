# shellcheck shell=sh
# Dumps of PostgreSQL, for root alone.

# FILE: is it a whole dump?
mp_pg_is_dump() {
  [ -s "$1" ] && [ "$(head -c 5 "$1")" = PGDMP ] || return 1
}

# PORT NAME FILE: by root, who alone may read it. Any name that a database may have.
mp_pg_dump() {
  (
    umask 077
    mkdir -p "${3%/*}" || exit
    mp_pg_named=$(printf %s "$2" | sed "s/['\\\\]/\\\\&/g")
    mp_run_clean postgres pg_dump --format=custom -p "$1" -d "dbname='$mp_pg_named'" >"$3.new" && sync "$3.new" && mv -f "$3.new" "$3" && exit
    rm -f "$3.new"
    exit 1
  )
}

# VERSION FOLDER: are all databases dumped there, or are there none?
mp_pg_is_dumped() {
  [ -d "$2" ] || [ ! -e "$(mp_pg_data_directory "$1")/PG_VERSION" ] || return 1
}

# VERSION FOLDER: all databases, each as a dump of its own, and the roles as SQL. The folder is there when all of it is.
mp_pg_dump_all() {
  mp_pg_port=$(mp_pg_running_port "$1")
  [ -n "$mp_pg_port" ] || {
    mp_pg_dump_obstacles "$1" >&2
    return 4
  }
  (
    umask 077
    rm -rf "$2.new" && mkdir -p "$2.new" || exit
    mp_run_clean postgres pg_dumpall --globals-only -p "$mp_pg_port" >"$2.new/roles.sql" || exit
    mp_pg_oids=$(mp_pg_ask "$mp_pg_port" "SELECT oid FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname") || exit
    mp_pg_total=$(echo "$mp_pg_oids" | wc -l) mp_pg_done=0
    for mp_pg_oid in $mp_pg_oids; do
      mp_progress "$mp_pg_done" "$mp_pg_total" databases Dumping
      mp_pg_name=$(mp_pg_ask "$mp_pg_port" "SELECT datname FROM pg_database WHERE oid = $mp_pg_oid") || exit
      case $mp_pg_name in *[!A-Za-z0-9_-]*) mp_pg_file=database-$mp_pg_oid ;; *) mp_pg_file=$mp_pg_name ;; esac
      mp_pg_dump "$mp_pg_port" "$mp_pg_name" "$2.new/$mp_pg_file.dump" || exit
      mp_pg_done=$((mp_pg_done + 1))
      echo "The database $mp_pg_name is dumped to $2/$mp_pg_file.dump."
    done
    sync && mv -T "$2.new" "$2"
  )
}
