# shellcheck shell=sh
# The settings of PostgreSQL. A SETTING is NAME=VALUE, the value as pg_settings has it: without a unit, in that of the setting.

# On stdin what PostgreSQL says of its files: prints each complaint as “PostgreSQL: FILE:LINE: WHAT”. It names a value that it does not take
# without its place, and the file in a last sentence.
mp_pg_placed() {
  mp_pg_said=$(sed -n 's/^.*\(LOG\|ERROR\|FATAL\): *//p')
  mp_pg_file=$(printf '%s\n' "$mp_pg_said" | sed -n 's/^configuration file "\(.*\)" contains errors.*/\1/p' | tail -n 1)
  printf '%s\n' "$mp_pg_said" | while IFS= read -r mp_pg_line; do
    case $mp_pg_line in
      'configuration file "'*) ;;
      *' in file "'*'" line '*)
        printf '%s\n' "$mp_pg_line" | sed -E 's/^(.*) in file "([^"]*)" line ([0-9]+)(.*)$/PostgreSQL: \2:\3: \1\4/'
        ;;
      *'parameter "'*)
        mp_pg_name=$(printf '%s\n' "$mp_pg_line" | sed 's/.*parameter "\([^"]*\)".*/\1/')
        mp_pg_at=$(grep -niE "^[[:space:]]*${mp_pg_name}[[:space:]=]" "$mp_pg_file" 2>/dev/null | tail -n 1 | cut -d: -f1)
        echo "PostgreSQL: $mp_pg_file:${mp_pg_at:-1}: $mp_pg_line"
        ;;
      *) printf '%s\n' "$mp_pg_line" ;;
    esac
  done
}

# VERSION: does PostgreSQL accept its settings and, where it runs, its rules of access? Prints what it says otherwise.
mp_pg_accepts() {
  mp_pg_conf=$(mp_pg_home "$1")/postgresql.conf
  [ -e "$mp_pg_conf" ] || {
    echo "There is no cluster $1/main: $mp_pg_conf is missing."
    return 1
  }
  mp_pg_says=$(mp_run_clean postgres "/usr/lib/postgresql/$1/bin/postgres" -C port -c "config_file=$mp_pg_conf" 2>&1 >/dev/null) || {
    printf '%s\n' "$mp_pg_says" | mp_pg_placed
    return 1
  }
  mp_pg_port=$(mp_pg_running_port "$1")
  [ -n "$mp_pg_port" ] || return 0
  mp_pg_wrong=$(mp_pg_ask "$mp_pg_port" "SELECT 'PostgreSQL: ' || coalesce(to_jsonb(r) ->> 'file_name', current_setting('hba_file')) || ':' || line_number || ': ' || error
    FROM pg_hba_file_rules r WHERE error IS NOT NULL") || return
  [ -n "$mp_pg_wrong" ] || return 0
  printf '%s\n' "$mp_pg_wrong"
  return 1
}

# SETTING...: prints them as rows of SQL.
mp_pg_rows() {
  mp_pg_comma=''
  for mp_pg_setting; do
    printf "%s('%s', '%s')" "$mp_pg_comma" "${mp_pg_setting%%=*}" "${mp_pg_setting#*=}"
    mp_pg_comma=', '
  done
}

# PORT SETTING...: prints the settings with which PostgreSQL does not run, a sentence each.
mp_pg_not_in_force() {
  mp_pg_port=$1
  shift
  mp_pg_ask "$mp_pg_port" "SELECT name || ' is ' || current_setting(name) || ', set by ' ||
      coalesce(sourcefile || ', line ' || sourceline, 'its ' || source) || '. That wins over what Milepost wrote: remove it there.'
    FROM (VALUES $(mp_pg_rows "$@")) wanted (name, value) JOIN pg_settings USING (name) WHERE setting <> value"
}

# VERSION FILE SETTING...: findings on what changes where PostgreSQL runs already, and Milepost has not written its file yet.
mp_pg_changes() {
  mp_pg_port=$(mp_pg_running_port "$1")
  if [ -z "$mp_pg_port" ] || [ -e "$2" ]; then return 0; fi
  shift 2
  mp_pg_ask "$mp_pg_port" "SELECT name || ' is ' || current_setting(name) || ' now: that changes.'
    FROM (VALUES $(mp_pg_rows "$@")) wanted (name, value) JOIN pg_settings USING (name) WHERE setting <> value" 2>/dev/null |
    while IFS= read -r mp_pg_line; do mp_finding changes "$mp_pg_line"; done
}

# VERSION SETTING...: what ALTER SYSTEM has set otherwise, a sentence each.
mp_pg_altered() {
  mp_pg_auto=$(mp_pg_data_directory "$1")/postgresql.auto.conf
  [ -e "$mp_pg_auto" ] || return 0
  shift
  for mp_pg_setting; do
    mp_pg_is=$(sed -n "s/^${mp_pg_setting%%=*} *= *'\{0,1\}\([^']*\)'\{0,1\}\$/\1/p" "$mp_pg_auto" | tail -n 1)
    if [ -n "$mp_pg_is" ] && [ "$mp_pg_is" != "${mp_pg_setting#*=}" ]; then
      echo "ALTER SYSTEM has set ${mp_pg_setting%%=*} to $mp_pg_is, which wins over any file. In psql: ALTER SYSTEM RESET ${mp_pg_setting%%=*};"
    fi
  done
}

# PORT VERSION: has PostgreSQL read its rules of access as they are now?
mp_pg_has_read_rules() {
  mp_pg_changed=$(stat -L -c %.6Z "$(mp_pg_home "$2")/pg_hba.conf") || return 2
  mp_found=$(mp_pg_ask "$1" "SELECT pg_conf_load_time() > to_timestamp($mp_pg_changed)") || return
  [ "$mp_found" = t ] || return 1
}
