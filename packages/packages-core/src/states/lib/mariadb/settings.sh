# shellcheck shell=sh
# Option files of MariaDB or MySQL.

# Prints the option files that the server reads, in their order.
mp_maria_files() {
  for mp_each in /etc/my.cnf /etc/mysql/my.cnf /etc/mysql/conf.d/*.cnf /etc/mysql/mariadb.conf.d/*.cnf /etc/mysql/mysql.conf.d/*.cnf; do
    case $mp_each in
      /etc/mysql/mariadb.conf.d/*) if [ "$(mp_maria_name)" = MySQL ] && command -v mysqld >/dev/null; then continue; fi ;;
      /etc/mysql/mysql.conf.d/*) if [ "$(mp_maria_name)" = MariaDB ]; then continue; fi ;;
    esac
    [ ! -f "$mp_each" ] || echo "$mp_each"
  done
}

# name|value WORD: prints FILE TAB LINE TAB VALUE of the last line for the server that sets this option, or sets one to this value.
mp_maria_line_of() {
  # shellcheck disable=SC2046 # paths without blanks
  awk -v by="$1" -v word="$2" '
    function plain(name) { name = tolower(name); gsub(/-/, "_", name); sub(/^loose_/, "", name); return name }
    /^[ \t]*\[/ { ours = ($0 ~ /^[ \t]*\[(server|mysqld|mariadb|mariadbd|client-server|(mysqld|mariadb|mariadbd)-[0-9.]+)\]/); next }
    ours && /^[ \t]*[A-Za-z]/ {
      name = $0; sub(/^[ \t]+/, "", name); value = ""
      if (name ~ /=/) { value = name; sub(/^[^=]*=[ \t]*/, "", value); sub(/[ \t]*=.*/, "", name) }
      sub(/[ \t]+#.*$/, "", value); sub(/[ \t]+$/, "", value); sub(/[ \t]+$/, "", name)
      gsub(/^["\047]|["\047]$/, "", value)
      if (by == "name" ? plain(name) == plain(word) : value == word) found = FILENAME "\t" FNR "\t" value
    }
    END { if (found != "") print found }' $(mp_maria_files) /dev/null
}

mp_maria_setting() { mp_maria_line_of name "$1" | cut -f 3; } # NAME: prints its value, where an option file says it

# Text of the server on stdin → each line with the file and line of the option that it is about, where one is.
mp_maria_place() {
  # It rings the bell for what it says of character sets.
  tr -d '\007' | while IFS= read -r mp_text; do
    mp_where=$(printf '%s\n' "$mp_text" | grep -o "'[^']*'" | tr -d "'" | while IFS= read -r mp_word; do
      mp_word=${mp_word#--}
      mp_place=$(mp_maria_line_of name "${mp_word%%=*}")
      [ -n "$mp_place" ] || mp_place=$(mp_maria_line_of value "$mp_word")
      [ -z "$mp_place" ] || { printf '%s\n' "$mp_place" && break; }
    done | awk -F '\t' '{ print " in " $1 " on line " $2 }')
    printf '%s: %s%s\n' "$(mp_maria_name)" "$(printf '%s\n' "$mp_text" | sed 's/^[0-9-]\{10\}[ T][0-9:.Z ]*\[[A-Za-z]*\] *//; s/^\(\[[A-Za-z0-9-]*\] *\)*//; s,^[a-z/]*\(mariadbd\|mysqld\): ,,; s/\.$//')" "$mp_where"
  done
}

# FILE: does the server accept its options, and understand those in this file as they are meant? Prints what it says otherwise, with file and
# line. It only warns of a value that it does not take, and of a line outside of any group.
mp_maria_accepts() {
  mp_server=$(mp_maria_server) || {
    echo 'No server is installed.'
    return 1
  }
  case $mp_server in *mariadbd) set -- "$1" --help --verbose ;; *) set -- "$1" --validate-config ;; esac
  mp_own=$1
  shift
  # The whole answer of MariaDB is on stdout: its options.
  if mp_said=$(mp_run_clean mysql "$mp_server" "$@" 2>&1 >/dev/null); then
    mp_wrong=$(
      printf '%s\n' "$mp_said" | sed -n "s/^error: \(.*\) in config file: \(\/.*\.cnf\) at line:\{0,1\} \([0-9]*\)\$/$(mp_maria_name): \1 in \2 on line \3/p" | grep -F " in $mp_own on line "
      printf '%s\n' "$mp_said" | grep "\[Warning\].*option '.*\(adjusted to\|recognized\)" | mp_maria_place | grep -F " in $mp_own on line "
    )
  else
    mp_wrong=$(printf '%s\n' "$mp_said" | grep '\[ERROR\]\|^[^ ]*\(mariadbd\|mysqld\): ' | grep -v 'Aborting$' | mp_maria_place | sort -u)
    mp_wrong=${mp_wrong:-$mp_said}
  fi
  [ -n "$mp_wrong" ] || return 0
  printf '%s\n' "$mp_wrong"
  return 1
}

# PORT DATADIR ADDRESS: prints what of this the server runs without, a sentence each.
mp_maria_lacks() {
  mp_runs=$(mp_maria_ask 'SELECT @@port, @@datadir, @@bind_address' 2>&1) || {
    echo "$(mp_maria_name) does not answer on its socket: $mp_runs"
    return
  }
  mp_maria_lacks_one port "$1" "$(printf '%s\n' "$mp_runs" | cut -f 1)"
  mp_maria_lacks_one datadir "${2%/}/" "$(printf '%s\n' "$mp_runs" | cut -f 2)"
  mp_maria_lacks_one bind_address "$3" "$(printf '%s\n' "$mp_runs" | cut -f 3)"
}

mp_maria_lacks_one() { # NAME WANTED IS
  [ "$2" != "$3" ] || return 0
  mp_place=$(mp_maria_line_of name "$1" | awk -F '\t' '{ print " Look at " $1 ", line " $2 "." }')
  echo "$(mp_maria_name) runs with $1 = $3, not $2.$mp_place"
}

# ADDRESS: prints why the server could not listen on it.
mp_maria_foreign_address() {
  command -v ip >/dev/null || return 0
  [ -n "$(ip -o addr show to "$1" 2>/dev/null)" ] || echo "This server does not have the address $1. Choose one of its own, 127.0.0.1, or * for all of them."
}
