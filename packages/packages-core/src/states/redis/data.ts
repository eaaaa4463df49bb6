import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { InheritedSettings } from '../file';
import { FINDING_FUNCTIONS } from '../findings';
import { assertion } from '../assertion';

/**
 * The directives without which Redis does not read the data that it has: where it is, how it is written, how many databases it may hold,
 * the modules whose types are in it, and the names under which commands stand in an append-only file.
 * Source: redis.conf of 6.0 to 8.0, loadServerConfigFromString.
 */
export const DATA_SETTINGS = [
  ...['dir', 'dbfilename', 'appendonly', 'appendfilename', 'appenddirname', 'save'],
  ...['databases', 'loadmodule', 'rename-command'],
] as const;

export interface RedisService {
  unit: string;
  /** The configuration file that Milepost writes. */
  configuration: string;
  /** Where Redis stores its data by default. */
  data: string;
}

/**
 * `mp_redis_settings FILE` prints what Redis reads there, includes resolved, a line each: `NAME TAB VALUE`, names in lower case.
 * `mp_redis_command UNIT` sets mp_command to the command of the service, mp_read to the configuration file that it names, and prints
 * nothing; `mp_redis_options` prints the settings on that command in the same form. Redis lets them override the file.
 */
const READING = sh`
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
  mp_redis_command() {
    mp_command=$(systemctl show -P ExecStart "$1" 2>/dev/null | sed -n '1s/.*argv\[\]=\(.*\) ; ignore_errors=.*/\1/p')
    mp_read='' mp_server=''
    for mp_word in $(printf %s "$mp_command" | tr '*?[' '...'); do
      case $mp_server$mp_word in
        found-*) break ;;
        found*) mp_read=$mp_word && break ;;
        */redis-server) mp_server=found ;;
      esac
    done
  }
  mp_redis_options() {
    printf '%s\n' "$mp_command" | awk '{
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^--/) { if (name != "") print name "\t" value; name = tolower(substr($i, 3)); value = ""; continue }
        if (name != "") value = value (value == "" ? "" : " ") $i
      }
      if (name != "") print name "\t" value
    }'
  }
`;

/** Settings on stdin → the lines of a configuration file that keep the data readable. `dir` is always one of them. */
const keptLines = ({ data }: RedisService): Command => sh`
  awk -F '\t' -v names=${DATA_SETTINGS.join(' ')} -v data=${data} '
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
`;

/** Settings on stdin → where that Redis stores its data, in words for a sentence; nothing where it is as by default. */
const whereabouts = ({ data }: RedisService): Command => sh`
  awk -F '\t' -v data=${data} '
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
`;

/** Settings on stdin: does Redis write nothing to the disk? */
const IN_MEMORY_ONLY = sh`
  awk -F '\t' '
    $1 == "save" { none = $2 ~ /^(""|\047\047)?$/ }
    $1 == "appendonly" { aof = tolower($2) ~ /yes/ }
    END { exit !(none && !aof) }
  '
`;

/** What decides where Redis has its data stays as it was found on the server, or is replaced by the defaults. */
export function dataSettings(
  service: RedisService,
  { keep, field }: { keep: boolean; field: string },
): InheritedSettings {
  const { unit, configuration, data } = service;
  return {
    print: keep
      ? sh`
        ${READING}
        mp_redis_settings ${configuration} 2>/dev/null | ${keptLines(service)}
      `
      : sh`printf '%s\n' ${`dir ${data}`}`,
    display: keep
      ? `dir ${data}\n# Where a Redis that is there stores its data stays so: ${DATA_SETTINGS.join(', ')}.\n`
      : `dir ${data}\n`,
    findings: sh`
      ${FINDING_FUNCTIONS}
      ${READING}
      if [ -f ${configuration} ]; then
        mp_redis_command ${unit}
        settings=$(mp_redis_settings ${configuration}; mp_redis_options)
        where=$(printf '%s\n' "$settings" | ${whereabouts(service)})
        if [ -n "$where" ]; then
          ${
            keep
              ? sh`mp_finding keeps "Redis stores its data $where: these settings are kept." ${field}`
              : sh`mp_finding destroys "Redis stores its data $where; the new configuration would not read it." ${field}`
          }
        fi
        if systemctl is-active --quiet ${unit} 2>/dev/null && printf '%s\n' "$settings" | ${IN_MEMORY_ONLY}; then
          mp_finding destroys 'Redis keeps its data in memory only, as it is configured: the restart that this needs empties it.'
        fi
      fi
    `,
  };
}

/** Prints a finding where data is stored elsewhere than by default: an uninstall does not remove it there. */
export function dataElsewhere(service: RedisService): Command {
  const { unit, configuration } = service;
  return sh`
    ${FINDING_FUNCTIONS}
    ${READING}
    mp_redis_command ${unit}
    where=$({ mp_redis_settings ${configuration} 2>/dev/null; mp_redis_options; } | grep '^dir' | ${whereabouts(service)})
    [ -z "$where" ] || mp_finding keeps "Redis stores its data $where: that is not removed."
  `.displayAs(`look for dir in ${configuration}`);
}

/** The service reads the configuration that Milepost writes: one that reads another file would lose sight of its data, or go on without ours. */
export function readsConfiguration({ unit, configuration }: RedisService): State {
  const findProblem = sh`
    ${READING}
    mp_redis_command ${unit}
    problem=''
    if [ -n "$mp_command" ] && [ "$mp_read" != ${configuration} ] &&
      [ "$(readlink -f "\${mp_read:-/}")" != "$(readlink -f ${configuration})" ]; then
      if [ -n "$mp_read" ]; then
        problem="The service "${unit}" reads $mp_read, not "${configuration}": Milepost would not change what it uses. Take that out of its unit (systemctl cat "${unit}")."
      else
        problem="The service "${unit}" is started by “$(printf %s "$mp_command" | cut -c1-120)”, without "${configuration}": Milepost cannot tell where its data is. Take that out of its unit (systemctl cat "${unit}")."
      fi
    fi
  `;
  return {
    ...assertion({
      id: 'reads_configuration',
      label: `The service ${unit} reads ${configuration}`,
      check: sh`
        ${findProblem}
        [ -z "$problem" ]
      `.displayAs(`systemctl show -P ExecStart ${unit}`),
      onFailure: sh`
        ${findProblem}
        echo "$problem" >&2
      `,
    }),
    preview: sh`
      ${FINDING_FUNCTIONS}
      ${findProblem}
      [ -z "$problem" ] || mp_finding blocked "$problem"
    `.displayAs(`systemctl show -P ExecStart ${unit}`),
  };
}
