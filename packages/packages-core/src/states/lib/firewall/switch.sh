# shellcheck shell=sh
# The firewall, on and off, and all of it as it was captured.

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
