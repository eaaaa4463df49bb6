# shellcheck shell=sh
# Fail2ban: its jails, and whom none of them bans.

# Does Fail2ban accept its configuration? Prints what it says otherwise, with file and line where it names them. True before it is installed.
mp_fail2ban_accepts() {
  command -v fail2ban-client >/dev/null || return 0
  mp_said=$(fail2ban-client -t 2>&1) && return 0
  printf '%s\n' "$mp_said" | awk '
    function flush() { if (text != "" && text !~ /^ERROR: test/) print "Fail2ban: " text; text = "" }
    / ERROR +/ { flush(); text = $0; sub(/^.* ERROR +(Failed during configuration: )?/, "", text); next }
    /^[0-9-]+ [0-9:,]+ / { flush(); next }
    text != "" { gsub(/^[ \t]+|[ \t]+$/, ""); text = text " " $0 }
    END { flush() }' | sed -E "
      s/^Fail2ban: (.*)\.? file: '([^']*)', line: ([0-9]+).*/Fail2ban: \2:\3: \1/
      s/^Fail2ban: While reading from '([^']*)' \[line +([0-9]+)\]: (.*)/Fail2ban: \1:\2: \3/
      s/^Fail2ban: Source contains parsing errors: '([^']*)' \[line +([0-9]+)\]: (.*)/Fail2ban: \1:\2: it does not understand \3/"
  return 1
}

# ADDRESS: lines “JAIL WORD…” on stdin, what a jail ignores → the jails that would ban this address.
mp_fail2ban_not_ignoring() {
  python3 -c '
import ipaddress, sys
address, ignored = ipaddress.ip_address(sys.argv[1]), {}
for line in sys.stdin:
    jail, *words = line.split()
    ignored.setdefault(jail, []).extend(words)
def covers(word):
    try: return address in ipaddress.ip_network(word, strict=False)
    except ValueError: return False
for jail, words in ignored.items():
    if not any(map(covers, words)): print(jail)' "$1"
}

# ADDRESS: the jails that would ban this address, by the files as they are.
mp_fail2ban_configured_to_ban() {
  command -v fail2ban-client >/dev/null || return 0
  fail2ban-client -d 2>/dev/null | sed -n "
    s/^\['add', '\([^']*\)', .*/\1/p
    /^\['set', '[^']*', 'addignoreip', /{ s/^\['set', //; s/'addignoreip',//; s/[],']//g; p; }" | mp_fail2ban_not_ignoring "$1"
}

mp_fail2ban_jails() { fail2ban-client status 2>/dev/null | sed -n 's/.*Jail list:[[:space:]]*//p' | tr -d ,; }

# ADDRESS JAIL=BANTIME,FINDTIME,MAXRETRY...: why Fail2ban does not run with these, a sentence each. Empty values are not compared. ADDRESS is what
# no jail may ban, or empty.
mp_fail2ban_wrong() {
  mp_console=$1
  shift
  fail2ban-client ping >/dev/null 2>&1 || {
    echo 'Fail2ban does not answer.'
    return
  }
  mp_jails=" $(mp_fail2ban_jails) "
  for mp_wanted; do
    mp_jail=${mp_wanted%%=*} mp_values=${mp_wanted#*=}
    case $mp_jails in
      *" $mp_jail "*) ;;
      *) echo "The jail $mp_jail does not run." && continue ;;
    esac
    for mp_name in bantime findtime maxretry; do
      mp_value=${mp_values%%,*} mp_values=${mp_values#*,}
      [ -n "$mp_value" ] || continue
      mp_is=$(fail2ban-client get "$mp_jail" "$mp_name")
      [ "$mp_is" = "$mp_value" ] || echo "The jail $mp_jail has the $mp_name $mp_is instead of $mp_value: another file below /etc/fail2ban says so."
    done
  done
  [ -n "$mp_console" ] || return 0
  for mp_jail in $mp_jails; do
    echo "$mp_jail $(fail2ban-client get "$mp_jail" ignoreip | sed -n 's/^[|`]- //p' | tr '\n' ' ')"
  done | mp_fail2ban_not_ignoring "$mp_console" | while IFS= read -r mp_jail; do
    echo "The jail $mp_jail would ban the console, which comes from $mp_console."
  done
}

# FILE: what the files of Fail2ban but this one say of addresses that are not banned, a word a line.
mp_fail2ban_ignored() {
  for mp_each in /etc/fail2ban/jail.conf /etc/fail2ban/jail.d/*.conf /etc/fail2ban/jail.local /etc/fail2ban/jail.d/*.local; do
    if [ -f "$mp_each" ] && [ "$mp_each" != "$1" ]; then cat "$mp_each" && echo; fi
  done | awk '
    /^[ \t]*[#;]/ { next }
    /^[ \t]+[^ \t]/ && inside { print; next }
    { inside = 0 }
    /^ignoreip[ \t]*[=:]/ { inside = 1; sub(/^[^=:]*[=:]/, ""); print }' |
    sed 's/[[:space:]][#;].*//' | tr -s ', \t' '\n' | grep -E '^[A-Za-z0-9.:/_-]+$' | sort -u
}
