# shellcheck shell=sh
# The cluster `main` of a version of PostgreSQL, as Debian keeps it.

mp_pg_home() { echo "/etc/postgresql/$1/main"; }

mp_pg_has_cluster() { # VERSION
  [ -e "$(mp_pg_home "$1")/postgresql.conf" ] && [ ! -e "/var/lib/postgresql/$1/main.milepost-data" ]
}

# VERSION: makes the cluster. Data that an earlier one left is taken over: pg_createcluster does not do that without its configuration, so it
# makes an empty one, whose data then gives way.
mp_pg_create_cluster() {
  mp_pg_data=/var/lib/postgresql/$1/main
  if [ -e "$mp_pg_data/PG_VERSION" ] && [ ! -e "$mp_pg_data.milepost-data" ] && [ ! -e "$(mp_pg_home "$1")/postgresql.conf" ]; then
    mv -T "$mp_pg_data" "$mp_pg_data.milepost-data" || return
  fi
  [ -e "$(mp_pg_home "$1")/postgresql.conf" ] || pg_createcluster --locale C.UTF-8 -e UTF8 "$1" main || return
  if [ -e "$mp_pg_data.milepost-data" ]; then
    chown -R postgres:postgres "$mp_pg_data.milepost-data" && rm -rf "$mp_pg_data" && mv -T "$mp_pg_data.milepost-data" "$mp_pg_data" || return
  fi
  systemctl daemon-reload
}

# VERSION: where its data is.
mp_pg_data_directory() {
  mp_pg_data=$(sed -n "s/^[[:space:]]*data_directory[[:space:]]*=*[[:space:]]*'\([^']*\)'.*/\1/p" "$(mp_pg_home "$1")/postgresql.conf" 2>/dev/null | tail -n 1)
  echo "${mp_pg_data:-/var/lib/postgresql/$1/main}"
}

# VERSION: the port that it listens on now; nothing where it does not run.
mp_pg_running_port() {
  ! systemctl is-active --quiet "postgresql@$1-main" || sed -n 4p "$(mp_pg_data_directory "$1")/postmaster.pid" 2>/dev/null
}

# VERSION: does start.conf let the server start it?
mp_pg_starts_at_boot() {
  [ -e "$(mp_pg_home "$1")/start.conf" ] || return 1
  [ "$(sed 's/#.*//; s/[[:space:]]//g; /^$/d' "$(mp_pg_home "$1")/start.conf")" = auto ] || return 1
}

# VERSION: prints the other clusters of this version, a sentence each.
mp_pg_other_clusters() {
  for mp_pg_conf in "/etc/postgresql/$1"/*/postgresql.conf; do
    [ -e "$mp_pg_conf" ] || continue
    mp_pg_conf=${mp_pg_conf%/postgresql.conf}
    [ "${mp_pg_conf##*/}" = main ] ||
      echo "The cluster $1/${mp_pg_conf##*/} is not one of Milepost’s, and would be removed as well. Keep the data, or drop that cluster first: pg_dropcluster --stop $1 ${mp_pg_conf##*/}."
  done
}

# VERSION: why its databases cannot be dumped; nothing where they can, or where there are none.
mp_pg_dump_obstacles() {
  [ -e "$(mp_pg_data_directory "$1")/PG_VERSION" ] || return 0
  [ -n "$(mp_pg_running_port "$1")" ] ||
    echo "PostgreSQL $1 does not run, so its databases cannot be backed up. Start it, or keep the data."
}

# VERSION: its databases, a name a line.
mp_pg_databases() {
  mp_pg_ask "$(mp_pg_running_port "$1")" "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
}

# VERSION: warns where /var/backups may be too small.
mp_pg_warn_of_size() {
  mp_pg_size=$(mp_pg_ask "$(mp_pg_running_port "$1")" "SELECT ceil(sum(pg_database_size(oid)) / 1048576) FROM pg_database WHERE $2" 2>/dev/null) || return 0
  mp_pg_lacking=$(echo "/var/backups ${mp_pg_size:-0} 10" | mp_lacking_space)
  [ -z "$mp_pg_lacking" ] || mp_finding warns "The dump may need as much room as the data. $mp_pg_lacking"
}
