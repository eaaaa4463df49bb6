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
