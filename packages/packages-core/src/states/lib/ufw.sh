# shellcheck shell=sh
# The firewall by ufw. "ufw show added" lists the rules in the words in which they are given here, also while it is off.

mp_ufw_rules() { ufw show added | sed -n 's/^ufw //p'; }

# WORD...: is there this rule, whatever its comment? Exit 1 where ufw is not installed.
mp_ufw_has() {
  command -v ufw >/dev/null || return 1
  mp_rules=$(mp_ufw_rules) || return 2
  printf '%s\n' "$mp_rules" | sed "s/ comment '.*//" | grep -qxF "$*" || return 1
}

# WORD...
mp_ufw_delete() {
  mp_ufw_has "$@" || return 0
  ufw delete "$@"
}

# WORD...: prints which of the rules it is, from 1, and "of" how many; nothing where there is none.
mp_ufw_position() {
  mp_ufw_rules | sed "s/ comment '.*//" | awk -v rule="$*" '$0 == rule { at = NR } END { if (at) print at " " NR }'
}

# WORD...: puts it back where mp_ufw_position found it.
mp_ufw_insert() {
  read -r mp_at _ <"$MP_CAPTURE_FILE" || return 0
  if mp_ufw_has "$@"; then return; fi
  if [ "$mp_at" = 1 ]; then ufw prepend "$@"; elif [ "$mp_at" -le "$(mp_ufw_rules | wc -l)" ]; then ufw insert "$mp_at" "$@" || ufw "$@"; else ufw "$@"; fi
}

# The ports on which sshd listens, as it is configured.
mp_ssh_ports() { { sshd -T 2>/dev/null || echo 'port 22'; } | sed -n 's/^port //p'; }

# RULE PORT: does the rule, in ufw's words, decide about this TCP port?
mp_ufw_is_about() {
  case " $1 " in *' proto udp '* | */udp' '*) return 1 ;; esac
  mp_ports=$(printf '%s\n' "$1" | sed -n -e 's/.* port \([0-9:]*\).*/\1/p; t' -e 's/^[a-z]* \(in \)\{0,1\}\([0-9:]*\).*/\2/p')
  case $mp_ports in
    '') [ "${1#* }" = OpenSSH ] ;;
    *:*) [ "$2" -ge "${mp_ports%:*}" ] && [ "$2" -le "${mp_ports#*:}" ] ;;
    *) [ "$mp_ports" = "$2" ] ;;
  esac
}

# add|delete WORD...: prints why that would shut out ssh.
mp_ufw_lockout() {
  mp_verb=$1
  shift
  for mp_port in $(mp_ssh_ports); do
    mp_ufw_is_about "$*" "$mp_port" || continue
    case $mp_verb-$1 in
      add-deny | add-reject)
        case $* in *' from '*) continue ;; esac
        echo "Port $mp_port is that of ssh: the rule would shut out the console, and everybody else."
        return
        ;;
      delete-allow | delete-limit)
        ufw status 2>/dev/null | grep -qx 'Status: active' || continue
        ufw status verbose 2>/dev/null | grep -q '^Default: allow (incoming)' && continue
        mp_ufw_lets_in "$mp_port" "$*" && continue
        echo "Port $mp_port is that of ssh, and no other rule lets it in: without this one the console would be shut out."
        return
        ;;
    esac
  done
}

# PORT BUT: does any rule let the port in, other than BUT?
mp_ufw_lets_in() {
  mp_ufw_rules | sed "s/ comment '.*//" | {
    while IFS= read -r mp_rule; do
      case $mp_rule in "$2") ;; allow* | limit*) if mp_ufw_is_about "$mp_rule" "$1"; then exit 0; fi ;; esac
    done
    exit 1
  }
}

# add|delete WORD...: ends the script where that would shut out ssh.
mp_ufw_refuse_lockout() {
  mp_reason=$(mp_ufw_lockout "$@")
  [ -z "$mp_reason" ] || {
    echo "$mp_reason" >&2
    exit 4
  }
}

# INCOMING OUTGOING
mp_ufw_is_active() {
  command -v ufw >/dev/null || return 1
  mp_status=$(ufw status verbose) || return 2
  printf '%s\n' "$mp_status" | grep -qx 'Status: active' || return 1
  printf '%s\n' "$mp_status" | grep -qF "Default: $1 (incoming), $2 (outgoing)" || return 1
  systemctl is-enabled --quiet ufw 2>/dev/null || return 1
}

# INCOMING OUTGOING
mp_ufw_activate() {
  for mp_port in $(mp_ssh_ports); do
    mp_ufw_lets_in "$mp_port" '' || ufw prepend allow "$mp_port/tcp" comment 'ssh, by Milepost' || return
  done
  ufw default "$1" incoming && ufw default "$2" outgoing && ufw --force enable && systemctl -q enable ufw
}

mp_ufw_capture() {
  ufw status | head -n 1
  systemctl is-enabled ufw 2>/dev/null || :
  tar -C /etc -cz ufw default/ufw | base64 -w 0
  echo
}

mp_ufw_restore() {
  { IFS= read -r mp_status && read -r mp_enabled && IFS= read -r mp_files; } <"$MP_CAPTURE_FILE" || exit
  command -v ufw >/dev/null || return 0
  [ "$mp_status" = 'Status: active' ] || ufw --force disable || exit
  printf %s "$mp_files" | base64 -d | tar -C /etc -xz || exit
  [ "$mp_status" != 'Status: active' ] || ufw --force enable || exit
  [ "$mp_enabled" = enabled ] || systemctl -q disable ufw
}
