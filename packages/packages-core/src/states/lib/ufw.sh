# shellcheck shell=sh
# The firewall by ufw. "ufw show added" lists the rules in the words in which they are given here, also while it is off. A KEY is a rule without
# its action, of which ufw has one for each. What Milepost has added is recorded beside what it wrote:
#   former   "installed|absent active|inactive INCOMING OUTGOING enabled|…" of the time before Milepost
#   rules    "OWNER KEY" a line, written before the rule is added: whatever is not there is somebody else's

mp_ufw_records() { echo "${MP_RECORDS:-/var/lib/milepost-files}/ufw"; }

# The rules as they were added, with their comments. Fails where ufw cannot be asked; nothing where it is not installed.
mp_ufw_rules() {
  command -v ufw >/dev/null || return 0
  mp_added=$(ufw show added) || return 2
  printf '%s\n' "$mp_added" | sed -n 's/^ufw //p'
}

# KEY: prints the rule that ufw has, "ACTION KEY comment 'TEXT'"; nothing where it has none.
mp_ufw_find() {
  mp_rules=$(mp_ufw_rules) || return 2
  printf '%s\n' "$mp_rules" | awk -v key="$*" '
    { plain = $0; sub(/ comment \047.*/, "", plain); sub(/^[a-z]+ /, "", plain) }
    plain == key { print; exit }'
}

# KEY: has Milepost added it?
mp_ufw_owns() { [ -n "$(mp_ufw_owner "$@")" ] || return 1; }

# KEY: prints for whom Milepost has added it; nothing where it has not.
mp_ufw_owner() {
  awk -v key="$*" '{ plain = $0; sub(/^[a-z]+ /, "", plain) } plain == key { print $1; exit }' "$(mp_ufw_records)/rules" 2>/dev/null
}

# OWNER KEY
mp_ufw_own() {
  mp_owner=$1
  shift
  if mp_ufw_owns "$@"; then return; fi
  mp_ufw_write_rules "$(cat "$(mp_ufw_records)/rules" 2>/dev/null && echo .)" "$mp_owner $*"
}

# KEY
mp_ufw_disown() {
  [ -f "$(mp_ufw_records)/rules" ] || return 0
  mp_ufw_write_rules "$(awk -v key="$*" '{ plain = $0; sub(/^[a-z]+ /, "", plain) } plain != key' "$(mp_ufw_records)/rules" && echo .)" ''
}

# TEXT LINE: TEXT ends with a line ".".
mp_ufw_write_rules() (
  umask 077
  mp_directory=$(mp_ufw_records)
  mkdir -p "$mp_directory" && {
    printf '%s' "${1%.}"
    [ -z "$2" ] || printf '%s\n' "$2"
  } >"$mp_directory/rules.new" && sync "$mp_directory/rules.new" && mv -f "$mp_directory/rules.new" "$mp_directory/rules"
)

# COMMENT ACTION KEY: is there this rule? The comment counts where it is ours. Exit 1 where ufw is not installed.
mp_ufw_has_rule() {
  mp_comment=$1 mp_action=$2
  shift 2
  mp_found=$(mp_ufw_find "$@") || return 2
  case $mp_found in
    "$mp_action $* comment '$mp_comment'") return 0 ;;
    "$mp_action $*" | "$mp_action $* comment '"*) if mp_ufw_owns "$@"; then return 1; fi ;;
    *) return 1 ;;
  esac
}

# OWNER [prepend] ACTION KEY comment TEXT
mp_ufw_add() {
  mp_owner=$1 mp_place=''
  shift
  if [ "$1" = prepend ]; then mp_place=prepend && shift; fi
  mp_key=$(mp_ufw_key "$@")
  # shellcheck disable=SC2086 # words without blanks, or nothing
  {
    mp_found=$(mp_ufw_find $mp_key) || return
    if [ -n "$mp_found" ]; then
      # Somebody else's, which is as it is wanted, or it was refused.
      mp_ufw_owns $mp_key || return 0
      mp_place=''
    else
      mp_ufw_own "$mp_owner" $mp_key || return
    fi
    ufw $mp_place "$@"
  }
}

# ACTION KEY comment TEXT: prints the key, whose words have no blanks.
mp_ufw_key() {
  shift
  while [ $# -gt 0 ] && [ "$1" != comment ]; do printf '%s ' "$1" && shift; done
}

# OWNER KEY: is there no such rule that Milepost has added for that?
mp_ufw_lacks_own() {
  mp_owner=$1
  shift
  [ "$(mp_ufw_owner "$@")" = "$mp_owner" ] || return 0
  mp_found=$(mp_ufw_find "$@") || return 2
  [ -z "$mp_found" ] || return 1
}

# OWNER KEY
mp_ufw_delete_own() {
  mp_owner=$1
  shift
  [ "$(mp_ufw_owner "$@")" = "$mp_owner" ] || return 0
  mp_ufw_delete "$@" && mp_ufw_disown "$@"
}

# KEY, whoever has added it.
mp_ufw_delete() {
  mp_found=$(mp_ufw_find "$@") || return
  [ -z "$mp_found" ] || ufw delete "${mp_found%% *}" "$@"
}

# KEY: prints for an undo "OWNER POSITION RULE" of what is there; OWNER is "other" where it is not ours, and "absent" stands alone.
mp_ufw_rule_of() {
  mp_found=$(mp_ufw_find "$@") || return
  [ -n "$mp_found" ] || { echo absent && return; }
  mp_owner=$(mp_ufw_owner "$@")
  mp_position=$(mp_ufw_rules | grep -nxF "$mp_found" | head -n 1)
  echo "${mp_owner:-other} ${mp_position%%:*} $mp_found"
}

# KEY: back to what mp_ufw_rule_of printed.
mp_ufw_undo_rule() {
  read -r mp_owner mp_position mp_action mp_former <"$MP_CAPTURE_FILE" || [ -n "$mp_owner" ] || return
  case $mp_owner in
    other) return ;;
    absent)
      if mp_ufw_owns "$@"; then mp_ufw_delete "$@" && mp_ufw_disown "$@"; fi
      return
      ;;
  esac
  mp_text=Milepost
  case $mp_former in *" comment '"*) mp_text=${mp_former#*" comment '"} mp_text=${mp_text%"'"} ;; esac
  mp_ufw_own "$mp_owner" "$@" || return
  mp_found=$(mp_ufw_find "$@") || return
  if [ "$mp_found" = "$mp_action $mp_former" ]; then return; fi
  # One that is there is changed where it stands.
  if [ -n "$mp_found" ]; then
    ufw "$mp_action" "$@" comment "$mp_text"
  elif [ "$mp_position" = 1 ]; then
    ufw prepend "$mp_action" "$@" comment "$mp_text"
  elif [ "$mp_position" -le "$(mp_ufw_rules | wc -l)" ]; then
    ufw insert "$mp_position" "$mp_action" "$@" comment "$mp_text" || ufw "$mp_action" "$@" comment "$mp_text"
  else
    ufw "$mp_action" "$@" comment "$mp_text"
  fi
}

# --- What is refused --------------------------------------------------------------------------------------------------

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

# --- On and off -------------------------------------------------------------------------------------------------------

mp_ufw_is_on() {
  command -v ufw >/dev/null || return 1
  mp_status=$(ufw status) || return 2
  printf '%s\n' "$mp_status" | grep -qx 'Status: active' || return 1
}

mp_ufw_is_off() {
  mp_ufw_is_on
  case $? in 0) return 1 ;; 1) return 0 ;; *) return 2 ;; esac
}

# INCOMING OUTGOING: is it on with these policies?
mp_ufw_has_policies() {
  mp_ufw_is_on || return
  mp_status=$(ufw status verbose) || return 2
  printf '%s\n' "$mp_status" | grep -qF "Default: $1 (incoming), $2 (outgoing)" || return 1
}

# INCOMING OUTGOING
mp_ufw_is_active() {
  mp_ufw_has_policies "$1" "$2" || return
  systemctl is-enabled --quiet ufw 2>/dev/null || return 1
}

# ACTION KEY
mp_ufw_in_force() {
  mp_ufw_is_on || return
  mp_action=$1
  shift
  mp_found=$(mp_ufw_find "$@") || return 2
  case $mp_found in "$mp_action $*" | "$mp_action $* comment "*) ;; *) return 1 ;; esac
}

# INCOMING OUTGOING. Over ssh, ufw without --force asks, is answered nothing, and stays off with exit 0.
mp_ufw_activate() {
  ufw default "$1" incoming && ufw default "$2" outgoing && ufw --force enable && systemctl -q enable ufw
}

mp_ufw_capture() {
  ufw status | head -n 1
  systemctl is-enabled ufw 2>/dev/null || :
  tar -C /etc -cz ufw default/ufw | base64 -w 0
  echo
  if [ -d "$(mp_ufw_records)" ]; then tar -C "$(mp_ufw_records)" -cz . | base64 -w 0; fi
  echo
}

mp_ufw_restore() {
  { IFS= read -r mp_status && read -r mp_enabled && IFS= read -r mp_files && IFS= read -r mp_recorded; } <"$MP_CAPTURE_FILE" || exit
  command -v ufw >/dev/null || return 0
  [ "$mp_status" = 'Status: active' ] || ufw --force disable || exit
  printf %s "$mp_files" | base64 -d | tar -C /etc -xz || exit
  if [ -n "$mp_recorded" ]; then
    mkdir -p "$(mp_ufw_records)" && printf %s "$mp_recorded" | base64 -d | tar -C "$(mp_ufw_records)" -xz || exit
  fi
  [ "$mp_status" != 'Status: active' ] || ufw --force enable || exit
  [ "$mp_enabled" = enabled ] || systemctl -q disable ufw
}

# --- Before Milepost --------------------------------------------------------------------------------------------------

mp_ufw_has_former() { [ -s "$(mp_ufw_records)/former" ] || return 1; }
mp_ufw_lacks_record() { [ ! -e "$(mp_ufw_records)" ] || return 1; }
mp_ufw_forget() { rm -rf "$(mp_ufw_records)"; }

# NAME: a policy as /etc/default/ufw has it.
mp_ufw_policy() { sed -n "s/^DEFAULT_$1_POLICY=\"\\{0,1\\}\\([A-Z]*\\).*/\\1/p" /etc/default/ufw 2>/dev/null | tail -n 1; }

mp_ufw_record_former() (
  umask 077
  mp_installed=absent mp_status=inactive
  if command -v ufw >/dev/null; then mp_installed=installed; fi
  if mp_ufw_is_on; then mp_status=active; fi
  mp_incoming=$(mp_ufw_policy INPUT) mp_outgoing=$(mp_ufw_policy OUTPUT) mp_enabled=$(systemctl is-enabled ufw 2>/dev/null)
  mp_directory=$(mp_ufw_records)
  mkdir -p "$mp_directory" &&
    echo "$mp_installed $mp_status ${mp_incoming:-DROP} ${mp_outgoing:-ACCEPT} ${mp_enabled:-enabled}" >"$mp_directory/former.new" &&
    sync "$mp_directory/former.new" && mv -f "$mp_directory/former.new" "$mp_directory/former"
)

# Sets mp_installed, mp_status, mp_incoming, mp_outgoing, mp_enabled. Fails where nothing is recorded.
mp_ufw_read_former() {
  read -r mp_installed mp_status mp_incoming mp_outgoing mp_enabled 2>/dev/null <"$(mp_ufw_records)/former"
}

# A policy in the words of /etc/default/ufw → in those of the command.
mp_ufw_word() { case $1 in ACCEPT) echo allow ;; REJECT) echo reject ;; *) echo deny ;; esac; }

# The keys of the rules that Milepost has added and ufw has.
mp_ufw_own_rules() {
  cut -d ' ' -f 2- "$(mp_ufw_records)/rules" 2>/dev/null | while IFS= read -r mp_key; do
    # shellcheck disable=SC2086 # words without blanks
    mp_ufw_find $mp_key
  done
}

# Is the firewall as it was? So where nothing is recorded: then nothing was changed.
mp_ufw_is_former() {
  mp_ufw_read_former || return 0
  command -v ufw >/dev/null || return 0
  [ -z "$(mp_ufw_own_rules)" ] || return 1
  [ "$(mp_ufw_policy INPUT) $(mp_ufw_policy OUTPUT)" = "$mp_incoming $mp_outgoing" ] || return 1
  if [ "$mp_status" = active ]; then mp_ufw_is_on; else mp_ufw_is_off; fi || return
  if [ "$mp_installed" != installed ]; then return; fi
  [ "$(systemctl is-enabled ufw 2>/dev/null)" = "$mp_enabled" ] || return 1
}

mp_ufw_restore_former() {
  mp_ufw_read_former || return 0
  command -v ufw >/dev/null || return 0
  [ "$mp_status" = active ] || ufw --force disable || return
  cut -d ' ' -f 2- "$(mp_ufw_records)/rules" 2>/dev/null | while IFS= read -r mp_key; do
    # shellcheck disable=SC2086 # words without blanks
    mp_ufw_delete $mp_key </dev/null || exit
  done || return
  rm -f "$(mp_ufw_records)/rules"
  ufw default "$(mp_ufw_word "$mp_incoming")" incoming && ufw default "$(mp_ufw_word "$mp_outgoing")" outgoing || return
  [ "$mp_status" != active ] || ufw --force enable || return
  [ "$mp_installed" != installed ] || [ "$mp_enabled" = enabled ] || systemctl -q disable ufw
}

# For the preview of an uninstall: what goes and what stays.
mp_ufw_former_findings() {
  mp_ufw_own_rules | sed "s/ comment '.*//" | while IFS= read -r mp_rule; do mp_finding changes "Deletes the rule \"$mp_rule\"."; done
  mp_ufw_kept_rules
}

# For previews: the rules that somebody else has added.
mp_ufw_kept_rules() {
  mp_kept=$(mp_ufw_rules | sed "s/ comment '.*//" | while IFS= read -r mp_rule; do
    # shellcheck disable=SC2086 # words without blanks
    mp_ufw_owns ${mp_rule#* } || printf '"%s", ' "$mp_rule"
  done)
  [ -z "$mp_kept" ] || mp_finding keeps "The rules that are there stay, in their order: ${mp_kept%, }."
}

# --- For plans --------------------------------------------------------------------------------------------------------

# What the firewall does, in lines that states/firewall/read-firewall.ts reads. The last is "end".
mp_ufw_describe() {
  if command -v ufw >/dev/null; then
    echo installed
    ufw status 2>/dev/null | sed -n 's/^Status: /status /p'
  fi
  for mp_name in INPUT OUTPUT; do
    mp_policy=$(mp_ufw_policy "$mp_name")
    [ -z "$mp_policy" ] || case $mp_name in INPUT) echo "incoming $mp_policy" ;; *) echo "outgoing $mp_policy" ;; esac
  done
  sed -n 's/^IPV6=["]*\([A-Za-z]*\).*/ipv6 \1/p' /etc/default/ufw 2>/dev/null | tr '[:upper:]' '[:lower:]'
  sed -n 's/^### tuple ### /rule4 /p' /etc/ufw/user.rules 2>/dev/null
  sed -n 's/^### tuple ### /rule6 /p' /etc/ufw/user6.rules 2>/dev/null
  sed -n 's/^/ours /p' "$(mp_ufw_records)/rules" 2>/dev/null
  sed -n 's/^/former /p' "$(mp_ufw_records)/former" 2>/dev/null
  mp_ssh_ports | sed 's/^/ssh /'
  echo end
}
