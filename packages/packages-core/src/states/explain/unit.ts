import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';

/** A log that a service writes itself. */
export interface ServiceLog {
  /** Prints its path, or nothing. */
  path: Command;
  /** An extended regular expression of the line that a start of the service begins with: what stands before the last one is old. */
  begins: string;
}

const JOURNAL_LINES = 50;
const LOG_LINES = 30;

/**
 * Prints what the journal and the service's own log say of its last start. A log that was not written since that start is left out:
 * an error of last week is no cause. Passwords that a rejected line quotes are masked.
 */
export function explainUnit(unit: string, logs: readonly ServiceLog[] = []): Command {
  return sh`
    mp_mask() { sed -E 's/((requirepass|masterauth|masteruser|password|passwd|secret|token)["'"'"' =:]+)[^"'"'"' ]+/\1***/Ig'; }
    invocation=$(systemctl show -P InvocationID ${unit} 2>/dev/null)
    echo ${`--- The journal of ${unit}, last start:`}
    mp_journal() { timeout 5 journalctl -q --no-pager -o cat -n ${JOURNAL_LINES} "$@" 2>&1 | mp_mask; }
    said=''
    [ -z "$invocation" ] || said=$(mp_journal _SYSTEMD_INVOCATION_ID="$invocation" + INVOCATION_ID="$invocation")
    # A restart by itself may have begun another one since, which has said nothing yet.
    [ -n "$said" ] || said=$(mp_journal -u ${unit} --since -30s)
    printf '%s\n' "$said"
    ${logs.length > 0 ? explainLogs(unit, logs) : sh`:`}
  `.displayAs(`journalctl -u ${unit}`);
}

function explainLogs(unit: string, logs: readonly ServiceLog[]): Command {
  return sh`
    started=$(TZ=UTC systemctl show -P InactiveExitTimestamp ${unit} 2>/dev/null)
    started=$(date -d "\${started:-@0}" +%s 2>/dev/null || echo 0)
    mp_log() {
      if ! [ -f "$1" ] || [ "$(($(stat -L -c %Y "$1") + 5))" -lt "$started" ]; then return; fi
      echo "--- $1, last start:"
      tail -c 65536 "$1" | awk -v begins="$2" '$0 ~ begins { n = 0 } { line[n++] = $0 } END { for (i = 0; i < n; i++) print line[i] }' |
        tail -n ${LOG_LINES} | mp_mask
    }
    ${logs
      .map(({ path, begins }) => sh`mp_log "$(${path})" ${begins}`)
      .reduce(
        (all, one) => sh`${all}
    ${one}`,
      )}
  `;
}
