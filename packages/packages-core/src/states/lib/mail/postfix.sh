# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2016 # Postfix has variables of its own
# shellcheck disable=SC2154 # file/record sets mp_file and mp_is
# The settings of Postfix. A SETTING is NAME=VALUE.

# FILE SETTING...: prints this main.cf with these settings, as `postconf -e` writes them; other lines stay as they are.
mp_postfix_with() {
  mp_place=$(mktemp -d) || return
  if [ -f "$1" ]; then cat "$1" >"$mp_place/main.cf"; else : >"$mp_place/main.cf"; fi
  shift
  mp_code=0
  if postconf -c "$mp_place" -e "$@" 2>"$mp_place/said"; then cat "$mp_place/main.cf"; else
    mp_code=1
    cat "$mp_place/said" >&2
  fi
  rm -rf "$mp_place"
  return "$mp_code"
}

# FILE SETTING...: does this main.cf say all of that by itself?
mp_postfix_has() {
  [ -f "$1" ] && command -v postconf >/dev/null || return 1
  mp_wanted=$(mp_postfix_with "$@") || return
  [ "$mp_wanted" = "$(cat "$1")" ]
}

# FILE: does this table, FILE.db, hold what the file says, and is it for root alone?
mp_postfix_map_is_current() {
  [ -f "$1" ] && [ -f "$1.db" ] && [ "$(stat -c '%a %U:%G' "$1.db")" = '600 root:root' ] || return 1
  [ "$(postmap -s "hash:$1" 2>/dev/null | tr '\t' ' ' | sort | sha256sum)" = "$(grep -v '^[[:space:]]*\(#\|$\)' "$1" | tr '\t' ' ' | sort | sha256sum)" ] || return 1
}

# FILE: makes the table of a file, or removes it where there is no file.
mp_postfix_make_map() {
  if [ ! -f "$1" ]; then
    rm -f "$1.db"
    return
  fi
  (umask 077 && postmap "hash:$1") && chown root:root "$1.db" && chmod 600 "$1.db"
}

# Does Postfix accept its files? Prints what it says otherwise, with file and line where it names them. True before it is installed.
mp_postfix_accepts() {
  command -v postfix >/dev/null || return 0
  if postfix check >/dev/null 2>&1; then return 0; fi
  # It says why to a terminal only, else to the log.
  script -qec 'postfix check' /dev/null </dev/null 2>&1 | tr -d '\r' | sed -n -E 's/^[^ :]+: (fatal|error): */Postfix: /p' | grep -v '/postconf!$' |
    sed -E 's/^Postfix: ([^ ,:]+), line ([0-9]+): /Postfix: \1:\2: /; s/^Postfix: (file )?([^ :]+\.cf): line ([0-9]+): /Postfix: \2:\3: /' | sort -u
  return 1
}

# Prints why this Postfix is not to become one that only sends: it receives mail for others.
mp_postfix_receives() {
  command -v postconf >/dev/null && [ -f /etc/postfix/main.cf ] || return 0
  mp_find /etc/postfix/main.cf
  mp_classify
  case $mp_is in ours | edited) return 0 ;; esac
  for mp_name in virtual_mailbox_domains virtual_alias_domains relay_domains; do
    mp_value=$(postconf -n -h "$mp_name" 2>/dev/null)
    case $mp_value in
      '' | '$virtual_mailbox_maps' | '$virtual_alias_maps' | '$mydestination') ;;
      *) echo "The Postfix on this server receives mail for others ($mp_name = $(printf %s "$mp_value" | cut -c1-80)). Milepost sets up one that only sends: remove that setting first if it is no longer needed." ;;
    esac
  done
}

# RELAYHOST: why Postfix does not send by this relay, a sentence each.
mp_postfix_wrong() {
  postfix status >/dev/null 2>&1 || {
    echo 'Postfix does not run.'
    return
  }
  mp_value=$(postconf -h relayhost 2>/dev/null)
  [ "$mp_value" = "$1" ] || echo "Postfix sends by “$mp_value” instead of “$1”."
  mp_at=$(ss -Hltn 'sport = :25' | awk '{ print $4 }')
  [ -n "$mp_at" ] || echo 'Postfix does not listen on port 25 of this server.'
  printf '%s\n' "$mp_at" | grep -v '^127\.\|^\[::1\]\|^$' | sed 's/.*/Something listens on &, which other computers reach./'
}

# What to answer Debian's questions before Postfix is installed: it then listens on this server only. RELAYHOST
mp_postfix_preseed() {
  debconf-set-selections <<end
postfix postfix/main_mailer_type select Satellite system
postfix postfix/relayhost string $1
end
}

mp_postfix_is_preseeded() {
  if [ "$(dpkg-query -W -f '${db:Status-Status}' postfix 2>/dev/null)" = installed ]; then return 0; fi
  debconf-show postfix 2>/dev/null | grep -qx '. postfix/main_mailer_type: Satellite system' || return 1
}
