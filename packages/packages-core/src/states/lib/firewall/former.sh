# shellcheck shell=sh
# How the firewall was before Milepost, and what plans are told of it.

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
