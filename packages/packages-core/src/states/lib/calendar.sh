# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Calendar expressions of systemd's timers.

# EXPRESSION: would systemd take it?
mp_reads_calendar() { systemd-analyze calendar -- "$1" >/dev/null 2>&1; }

# EXPRESSION: prints the next five times, one a line, in the server's time zone. The words before them differ by version.
mp_next_times() {
  SYSTEMD_LOG_COLOR=0 systemd-analyze calendar --iterations=5 -- "$1" 2>/dev/null |
    sed -n 's/^ *\(Next elapse\|Iter[a-z.]* #[0-9]*\): *//p' | grep -vx never
}

# EXPRESSION: says in a finding when that is.
mp_tell_times() {
  mp_times=$(mp_next_times "$1" | sed 's/:00 / /' | awk 'NR > 1 { printf ", " } { printf "%s", $0 }')
  if [ -n "$mp_times" ]; then mp_finding informs "The next times are $mp_times."
  elif mp_reads_calendar "$1"; then mp_finding warns "All times of “$1” are past: it does not run again."; fi
}
