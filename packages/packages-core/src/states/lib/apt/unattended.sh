# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Upgrades that run by themselves.

# UNIT...: prints which of them are masked.
mp_masked_timers() {
  for mp_unit; do
    [ "$(systemctl show -P UnitFileState "$mp_unit" 2>/dev/null)" != masked ] ||
      echo "$mp_unit is masked on this server, so that nothing would be upgraded. On the server: systemctl unmask $mp_unit"
  done
}

mp_cannot_mail() {
  [ -x /usr/bin/mail ] || [ -x /usr/sbin/sendmail ] || echo 'Nothing on this server sends mail. Install Postfix or another program that brings sendmail first, or leave the address out.'
}

# The settings of apt that decide, as apt-config prints them.
mp_upgrade_settings() {
  apt-config dump | sed -n 's/^\(Unattended-Upgrade::[A-Za-z-]*\(::\)\{0,1\} "..*";\)$/\1/p; s/^\(APT::Periodic::\(Update-Package-Lists\|Unattended-Upgrade\) ".*";\)$/\1/p'
}

# LINE...: prints which of these settings apt does not have, and which other places upgrades would come from.
mp_upgrade_settings_lack() {
  mp_has=$(mp_upgrade_settings) || return
  for mp_line; do
    printf '%s\n' "$mp_has" | grep -qxF -- "$mp_line" || echo "apt does not have ${mp_line%;}: $(mp_upgrade_files "${mp_line%% *}")"
  done
  printf '%s\n' "$mp_has" | grep '^Unattended-Upgrade::\(Origins-Pattern\|Allowed-Origins\):: ' | while IFS= read -r mp_line; do
    printf '%s\n' "$@" | grep -qxF -- "$mp_line" || echo "apt also has ${mp_line%;}: $(mp_upgrade_files "${mp_line%% *}")"
  done
}

mp_upgrade_files() { # NAME
  mp_setters=$(grep -lF -- "$(printf %s "${1%::}" | sed 's/.*:://')" /etc/apt/apt.conf.d/* 2>/dev/null | LC_ALL=C sort | tail -n 1)
  echo "look at ${mp_setters:-/etc/apt/apt.conf.d}, which is read last."
}

# Tries an upgrade of nothing: all settings are read, nothing is downloaded.
mp_try_upgrade() {
  mp_nothing=$(mktemp) || return
  echo 'Unattended-Upgrade::Package-Blacklist { ".*"; };' >"$mp_nothing"
  mp_said=$(APT_CONFIG=$mp_nothing timeout 100 unattended-upgrade --dry-run 2>&1)
  mp_code=$?
  rm -f "$mp_nothing"
  [ "$mp_code" = 0 ] || printf '%s\n' "${mp_said:-unattended-upgrade ended with $mp_code.}"
  return "$mp_code"
}

# For previews: what is never upgraded because somebody has put it on hold.
mp_held_finding() {
  mp_holds=$(apt-mark showhold 2>/dev/null | tr '\n' ' ' | sed 's/ $//; s/ /, /g')
  [ -z "$mp_holds" ] || mp_finding keeps "On hold, and so not upgraded: $mp_holds."
}
