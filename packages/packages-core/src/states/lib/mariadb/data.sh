# shellcheck shell=sh
# Where MariaDB or MySQL has its data.

mp_maria_data_directory() { # prints it: as the server would be started, or as its option files say
  if mp_server=$(mp_maria_server); then
    mp_directory=$("$mp_server" --print-defaults 2>/dev/null | tr ' ' '\n' | sed -n 's/^--datadir=//p' | tail -n 1)
  else
    mp_directory=$(mp_maria_setting datadir)
  fi
  mp_directory=${mp_directory:-/var/lib/mysql}
  printf '%s\n' "${mp_directory%/}"
}

# DIRECTORY: has somebody made a database in it?
mp_maria_holds_databases() {
  for mp_each in "$1"/*/; do
    [ -d "$mp_each" ] || continue
    mp_each=${mp_each%/}
    case ${mp_each##*/} in
      mysql | performance_schema | sys | '#'* | lost+found) ;;
      test) [ -z "$(find "$mp_each" -type f ! -name db.opt | head -n 1)" ] || return 0 ;;
      *) return 0 ;;
    esac
  done
  return 1
}

# Prints the data directory if somebody has made a database or a user in it.
mp_maria_data_in_use() {
  mp_data=$(mp_maria_data_directory)
  [ -d "$mp_data/mysql" ] || return 0
  if mp_maria_holds_databases "$mp_data"; then
    printf '%s\n' "$mp_data"
    return
  fi
  mp_users=$(mp_maria_ask "SELECT count(*) FROM mysql.user WHERE User NOT IN ('', 'root', 'mysql', 'PUBLIC', 'debian-sys-maint') AND User NOT LIKE 'mysql.%' AND User NOT LIKE 'mariadb.%'" 2>/dev/null)
  [ "${mp_users:-0}" = 0 ] || printf '%s\n' "$mp_data"
}

# UNIT DIRECTORY: the tables of the server itself, as its package made them, are also there. What people stored is never copied: two copies of
# it would be on the server, and one of them would grow old.
mp_maria_copy_new_data() {
  mp_from=$(mp_maria_data_directory)
  mp_used=$(mp_maria_data_in_use)
  if [ -n "$mp_used" ]; then
    echo "There are databases or users in $mp_used. Choose this as the data directory, or move it by hand." >&2
    return 4
  fi
  if ! [ -d "$mp_from/mysql" ]; then
    echo "The package has not made a data directory: there is nothing in $mp_from." >&2
    return 4
  fi
  mkdir -p "$2" || return
  rm -rf "$2/.milepost-new"
  mp_stranger=$(find "$2" -mindepth 1 -maxdepth 1 ! -name lost+found | head -n 1)
  if [ -n "$mp_stranger" ]; then
    echo "The directory $2 is not empty, and no data directory either: there is $mp_stranger. Choose another one." >&2
    return 4
  fi
  systemctl stop "$1" || return
  cp -a "$mp_from/." "$2/.milepost-new" && chown --reference="$mp_from" "$2" && chmod --reference="$mp_from" "$2" &&
    find "$2/.milepost-new" -mindepth 1 -maxdepth 1 ! -name mysql -exec mv -t "$2" {} + && mv "$2/.milepost-new/mysql" "$2/mysql" && rmdir "$2/.milepost-new"
  mp_code=$?
  systemctl start "$1" || return
  return "$mp_code"
}

# DIRECTORY: after mp_maria_copy_new_data. What was stored there since stays, unless the person wants it gone.
mp_maria_remove_new_data() {
  [ "$(cat "$MP_CAPTURE_FILE")" = absent ] || return 0
  if [ -z "$MP_REMOVE_DATA" ] && mp_maria_holds_databases "$1"; then
    echo "Databases were made in $1 since: it stays."
    return
  fi
  find "$1" -mindepth 1 -maxdepth 1 ! -name lost+found -exec rm -rf --one-file-system {} + 2>/dev/null
  rmdir "$1" 2>/dev/null
  return 0
}

# maria|mysql PACKAGE DIRECTORY...: prints why the server would not read what is in these directories, or its package would put it aside.
mp_maria_foreign_data() {
  mp_kind=$1 mp_package=$2
  shift 2
  mp_newest=$(apt-cache policy "$mp_package" 2>/dev/null | sed -n 's/^  Candidate: \([0-9]*:\)\{0,1\}\([0-9]*\.[0-9]*\).*/\2/p')
  for mp_each; do
    [ -d "$mp_each/mysql" ] || continue
    if [ "$mp_kind" = maria ] && [ -e "$mp_each/mysql.ibd" ]; then
      echo "The data in $mp_each was written by MySQL, which MariaDB cannot read. Dump it with MySQL and move it away first."
    elif [ "$mp_kind" = mysql ] && [ -e "$mp_each/aria_log_control" ]; then
      echo "The data in $mp_each was written by MariaDB, which MySQL cannot read. Dump it with MariaDB and move it away first."
    fi
    for mp_flag in "$mp_each"/debian-*.flag; do
      mp_written=${mp_flag##*/debian-} mp_written=${mp_written%.flag}
      if [ -e "$mp_flag" ] && [ -n "$mp_newest" ] && dpkg --compare-versions "$mp_written" gt "$mp_newest"; then
        echo "The data in $mp_each was written by version $mp_written, and $mp_newest would be installed, which cannot read it. Move it away first."
      fi
    done
  done
}
