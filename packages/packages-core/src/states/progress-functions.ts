import { sh } from '../dsl/sh';

/**
 * Functions for scripts that count or wait, to be put in front of them; see contract/progress-protocol.ts.
 * `mp_progress DONE TOTAL UNIT LABEL [PERCENT]`: whole numbers; "Copying", 14, 32, "files". PERCENT is that of the whole state,
 * for one that counts in several parts. `mp_waiting SECONDS FOR`: so long already; again every few seconds, then `mp_resumed`.
 * `mp_warning SENTENCE` prints it too, and makes it an event of the operation.
 */
export const PROGRESS_FUNCTIONS = sh`
  mp_progress() { printf '\033]6973;progress;%d;%d;%s;%s;%s\007' "$1" "$2" "$3" "$4" "$5"; }
  mp_waiting() { printf '\033]6973;waiting;%d;%s\007' "$1" "$2"; }
  mp_warning() { printf '%s\n\033]6973;warning;%s\007' "Warning: $1" "$(printf %s "$1" | head -c 800)"; }
  mp_resumed() { printf '\033]6973;resumed\007'; }
`;
