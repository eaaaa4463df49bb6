# shellcheck shell=sh
# What a service has said.

mp_journal_lines=50
mp_log_lines=30

# Masks passwords that a rejected line quotes.
mp_mask() { sed -E 's/((requirepass|masterauth|masteruser|password|passwd|secret|token)["'"'"' =:]+)[^"'"'"' ]+/\1***/Ig'; }

mp_journal() { timeout 5 journalctl -q --no-pager -o cat -n "$mp_journal_lines" "$@" 2>&1 | mp_mask; }

# UNIT: prints what the journal says of its last start.
mp_explain_unit() {
  invocation=$(systemctl show -P InvocationID "$1" 2>/dev/null)
  echo "--- The journal of $1, last start:"
  said=''
  [ -z "$invocation" ] || said=$(mp_journal _SYSTEMD_INVOCATION_ID="$invocation" + INVOCATION_ID="$invocation")
  # A restart by itself may have begun another one since, which has said nothing yet.
  [ -n "$said" ] || said=$(mp_journal -u "$1" --since -30s)
  printf '%s\n' "$said"
}

# UNIT PATH BEGINS: prints what a log says of the unit's last start, which begins with a line that the regular expression BEGINS matches. One
# that was not written since that start is left out: an error of last week is no cause.
mp_explain_log() {
  started=$(TZ=UTC systemctl show -P InactiveExitTimestamp "$1" 2>/dev/null)
  started=$(date -d "${started:-@0}" +%s 2>/dev/null || echo 0)
  if ! [ -f "$2" ] || [ "$(($(stat -L -c %Y "$2") + 5))" -lt "$started" ]; then return; fi
  echo "--- $2, last start:"
  tail -c 65536 "$2" | awk -v begins="$3" '$0 ~ begins { n = 0 } { line[n++] = $0 } END { for (i = 0; i < n; i++) print line[i] }' |
    tail -n "$mp_log_lines" | mp_mask
}

# PATH: prints the last two minutes of nginx's error log.
mp_explain_nginx_log() {
  echo "--- $1, the last two minutes:"
  since=$(date -d '-2 minutes' '+%Y/%m/%d %H:%M:%S')
  tail -n 200 "$1" 2>/dev/null | awk -v since="$since" '$1 " " $2 >= since' | tail -n 30
}
