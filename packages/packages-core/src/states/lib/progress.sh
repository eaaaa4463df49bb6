# shellcheck shell=sh
# For scripts that count or wait: see contract/progress-protocol.ts.

# DONE TOTAL UNIT LABEL [PERCENT]: whole numbers; 14, 32, "files", "Copying". PERCENT is that of the whole state, for one that counts in
# several parts.
mp_progress() { printf '\033]6973;progress;%d;%d;%s;%s;%s\007' "$1" "$2" "$3" "$4" "$5"; }

# SECONDS FOR: so long already; again every few seconds, then mp_resumed.
mp_waiting() { printf '\033]6973;waiting;%d;%s\007' "$1" "$2"; }
mp_resumed() { printf '\033]6973;resumed\007'; }

# SENTENCE: prints it too, and makes it an event of the operation.
mp_warning() { printf '%s\n\033]6973;warning;%s\007' "Warning: $1" "$(printf %s "$1" | head -c 800)"; }
