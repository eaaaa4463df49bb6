import { sh } from '../dsl/sh';

/**
 * Functions for scripts that count or wait, to be put in front of them; see contract/telling.ts.
 * `mp_progress DONE TOTAL UNIT LABEL [PERCENT]`: whole numbers; "Copying", 14, 32, "files". PERCENT is that of the whole state,
 * for one that counts in several parts. `mp_waiting SECONDS FOR`: so long already; again every few seconds, then `mp_resumed`.
 */
export const TELLING = sh`
  mp_progress() { printf '\033]6973;progress;%d;%d;%s;%s;%s\007' "$1" "$2" "$3" "$4" "$5"; }
  mp_waiting() { printf '\033]6973;waiting;%d;%s\007' "$1" "$2"; }
  mp_resumed() { printf '\033]6973;resumed\007'; }
`;
