# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# The settings of Redis, and of Valkey, that decide where its data is.

# FILE: prints what Redis reads there, includes resolved, a line each: NAME TAB VALUE, names in lower case.
mp_redis_settings() {
  awk '
    function plain(text) {
      if (text ~ /^".*"$/ || text ~ /^\047.*\047$/) return substr(text, 2, length(text) - 2)
      return text
    }
    function include(pattern, depth,   listing, file) {
      if (pattern !~ /^\//) pattern = (dir == "" ? "" : dir) "/" pattern
      if (pattern !~ /[*?[]/ || pattern !~ /^[][A-Za-z0-9_.\/*?@+:-]+$/) { load(pattern, depth); return }
      listing = "ls -d " pattern " 2>/dev/null"
      while ((listing | getline file) > 0) load(file, depth)
      close(listing)
    }
    function load(file, depth,   line, name, value) {
      if (depth > 16 || open[file]) return
      open[file] = 1
      while ((getline line < file) > 0) {
        gsub(/^[ \t\r]+|[ \t\r]+$/, "", line)
        if (line == "" || line ~ /^#/) continue
        name = line
        sub(/[ \t].*$/, "", name)
        name = tolower(plain(name))
        value = line
        sub(/^[^ \t]+[ \t]*/, "", value)
        gsub(/\t/, " ", value)
        if (name == "include") include(plain(value), depth + 1)
        if (name == "dir") {
          if (plain(value) !~ /^\// && dir != "") value = dir "/" plain(value)
          dir = plain(value)
        }
        print name "\t" value
      }
      close(file)
      open[file] = 0
    }
    BEGIN { load(ARGV[1], 0); exit }
  ' "$1"
}

# UNIT: sets mp_command to the command of the service, mp_read to the configuration file that it names, and prints nothing.
mp_redis_command() {
  mp_command=$(systemctl show -P ExecStart "$1" 2>/dev/null | sed -n '1s/.*argv\[\]=\(.*\) ; ignore_errors=.*/\1/p')
  mp_read='' mp_server=''
  for mp_word in $(printf %s "$mp_command" | tr '*?[' '...'); do
    case $mp_server$mp_word in
      found-*) break ;;
      found*) mp_read=$mp_word && break ;;
      */redis-server | */valkey-server) mp_server=found ;;
    esac
  done
}

# After mp_redis_command: prints the settings on that command in the same form. Redis lets them override the file.
mp_redis_options() {
  printf '%s\n' "$mp_command" | awk '{
    for (i = 1; i <= NF; i++) {
      if ($i ~ /^--/) { if (name != "") print name "\t" value; name = tolower(substr($i, 3)); value = ""; continue }
      if (name != "") value = value (value == "" ? "" : " ") $i
    }
    if (name != "") print name "\t" value
  }'
}

# DATA NAME...: settings on stdin → the lines of a configuration file that keep the data readable: those of these names. `dir` is always one of
# them.
mp_redis_kept_lines() {
  data=$1
  shift
  awk -F '\t' -v names="$*" -v data="$data" '
    $1 == "save" {
      none = $2 ~ /^(""|\047\047)?$/
      if (none || list["save"] ~ /""/) list["save"] = ""
      list["save"] = list["save"] "save " (none ? "\"\"" : $2) "\n"
      next
    }
    $1 == "loadmodule" || $1 == "rename-command" { list[$1] = list[$1] $1 " " $2 "\n"; next }
    { last[$1] = $2 }
    END {
      defaults["dir"] = ""; defaults["dbfilename"] = "dump.rdb"; defaults["appendonly"] = "no"; defaults["databases"] = "16"
      defaults["appendfilename"] = "appendonly.aof"; defaults["appenddirname"] = "appendonlydir"
      if (last["dir"] == "") last["dir"] = data
      n = split(names, name, " ")
      for (i = 1; i <= n; i++) {
        value = last[name[i]]
        gsub(/"/, "", value)
        if (value != "" && tolower(value) != defaults[name[i]]) print name[i] " " last[name[i]]
        printf "%s", list[name[i]]
      }
    }
  '
}

# DATA: settings on stdin → where that Redis stores its data, in words for a sentence; nothing where it is as by default.
mp_redis_whereabouts() {
  awk -F '\t' -v data="$1" '
    { value = $2; gsub(/^["\047]|["\047]$/, "", value); last[$1] = value }
    $1 == "save" { save = value }
    END {
      dir = last["dir"]
      if (dir !~ /^\/+$/) sub(/\/+$/, "", dir)
      aof = tolower(last["appendonly"]) == "yes"
      if (dir != "" && dir != data) words = add(words, "in " dir)
      if (aof) words = add(words, "in an append-only file")
      if (last["dbfilename"] != "" && last["dbfilename"] != "dump.rdb") words = add(words, "in the file " last["dbfilename"])
      if (last["databases"] > 16) words = add(words, "in " last["databases"] " databases")
      print words
    }
    function add(words, more) { return words == "" ? more : words " and " more }
  '
}

# Settings on stdin: does Redis write nothing to the disk?
mp_redis_in_memory_only() {
  awk -F '\t' '
    $1 == "save" { none = $2 ~ /^(""|\047\047)?$/ }
    $1 == "appendonly" { aof = tolower($2) ~ /yes/ }
    END { exit !(none && !aof) }
  '
}

# UNIT: its name for people.
mp_redis_title() { case $1 in valkey*) echo Valkey ;; *) echo Redis ;; esac; }

# UNIT FILE DATA FIELD keep|replace: findings on the data of a Redis whose configuration file is replaced.
mp_preview_redis_data() {
  [ -f "$2" ] || return 0
  mp_redis_command "$1"
  settings=$(
    mp_redis_settings "$2"
    mp_redis_options
  )
  where=$(printf '%s\n' "$settings" | mp_redis_whereabouts "$3")
  case ${where:+$5} in
    keep) mp_finding keeps "$(mp_redis_title "$1") stores its data $where: these settings are kept." "$4" ;;
    replace) mp_finding destroys "$(mp_redis_title "$1") stores its data $where; the new configuration would not read it." "$4" ;;
  esac
  if systemctl is-active --quiet "$1" 2>/dev/null && printf '%s\n' "$settings" | mp_redis_in_memory_only; then
    mp_finding destroys "$(mp_redis_title "$1") keeps its data in memory only, as it is configured: the restart that this needs empties it."
  fi
}

# UNIT FILE DATA: a finding where data is stored elsewhere than in DATA: an uninstall does not remove it there.
mp_preview_redis_data_elsewhere() {
  mp_redis_command "$1"
  where=$({
    mp_redis_settings "$2" 2>/dev/null
    mp_redis_options
  } | grep '^dir' | mp_redis_whereabouts "$3")
  [ -z "$where" ] || mp_finding keeps "$(mp_redis_title "$1") stores its data $where: that is not removed."
}

# UNIT FILE: prints the directory with the data of this Redis, if it is said anywhere.
mp_redis_data_directory() {
  mp_redis_command "$1"
  {
    mp_redis_settings "$2" 2>/dev/null
    mp_redis_options
  } | awk -F '\t' '$1 == "dir" { value = $2 } END { gsub(/^["\047]|["\047]$/, "", value); if (value != "") print value }'
}

# UNIT FILE: prints why Milepost cannot configure the service by this file.
mp_redis_configuration_problem() {
  mp_redis_command "$1"
  [ -n "$mp_command" ] && [ "$mp_read" != "$2" ] && [ "$(readlink -f "${mp_read:-/}")" != "$(readlink -f "$2")" ] || return 0
  if [ -n "$mp_read" ]; then
    echo "The service $1 reads $mp_read, not $2: Milepost would not change what it uses. Take that out of its unit (systemctl cat $1)."
  else
    echo "The service $1 is started by “$(printf %s "$mp_command" | cut -c1-120)”, without $2: Milepost cannot tell where its data is. Take that out of its unit (systemctl cat $1)."
  fi
}
