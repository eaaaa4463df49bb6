# shellcheck shell=sh
# Why a change of the firewall is refused.

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

# add first|last ACTION KEY, or delete OWNER KEY: prints why it is not possible.
mp_ufw_problem() {
  mp_verb=$1 mp_place=$2
  shift 2
  if [ "$mp_verb" = add ]; then
    mp_wanted=$*
    mp_action=$1
    shift
    mp_found=$(mp_ufw_find "$@") || return
    case $mp_found in
      '' | "$mp_action $*" | "$mp_action $* "*) ;;
      *)
        if ! mp_ufw_owns "$@"; then
          echo "The server has the rule \"${mp_found%% comment *}\", which Milepost did not add, and ufw would replace it: delete it there first (ufw delete ${mp_found%% comment *})."
          return
        fi
        ;;
    esac
    case $mp_action in deny | reject) ;; *) return ;; esac
    case $* in from*) return ;; esac
    mp_lost='the rule would shut out the console, and everybody else'
  else
    [ "$(mp_ufw_owner "$@")" = "$mp_place" ] || return 0
    mp_place=last
    mp_found=$(mp_ufw_find "$@") || return
    case $mp_found in allow* | limit*) ;; *) return ;; esac
    ufw status 2>/dev/null | grep -qx 'Status: active' || return 0
    if ufw status verbose 2>/dev/null | grep -q '^Default: allow (incoming)'; then return; fi
    mp_wanted=$mp_found
    mp_lost='no other rule lets it in: without this one the console would be shut out'
  fi
  mp_refused=$(mp_ufw_others_let_in "$mp_place" "$mp_wanted" "$@")
  [ -z "$mp_refused" ] || echo "Port $mp_refused is that of ssh, and $mp_lost."
}

# first|last RULE KEY: prints the first of sshd's ports that the rule is about and that nothing else lets in.
mp_ufw_others_let_in() {
  mp_place=$1 mp_rule=${2%% comment *}
  shift 2
  for mp_port in $(mp_ssh_ports); do
    mp_ufw_is_about "$mp_rule" "$mp_port" || continue
    if [ "$mp_place" = last ] && mp_ufw_lets_in "$mp_port" "$*"; then continue; fi
    echo "$mp_port"
    return
  done
}

# PORT KEY: does any rule let the port in, other than that?
mp_ufw_lets_in() {
  mp_ufw_rules | sed "s/ comment '.*//" | {
    while IFS= read -r mp_other; do
      [ "${mp_other#* }" != "$2" ] || continue
      case $mp_other in allow* | limit*) if mp_ufw_is_about "$mp_other" "$1"; then exit 0; fi ;; esac
    done
    exit 1
  }
}

# As mp_ufw_problem: ends the script where there is one.
mp_ufw_refuse() {
  mp_reason=$(mp_ufw_problem "$@") || exit
  [ -z "$mp_reason" ] || {
    echo "$mp_reason" >&2
    exit 4
  }
}

# Prints which other program would take the place of all rules when it starts.
mp_other_firewalls() {
  for mp_unit in firewalld nftables; do
    if systemctl is-active --quiet "$mp_unit" 2>/dev/null || systemctl is-enabled --quiet "$mp_unit" 2>/dev/null; then
      echo "$mp_unit is in use on this server, and would replace ufw’s rules whenever it starts: disable it first (systemctl disable --now $mp_unit)."
    fi
  done
}
