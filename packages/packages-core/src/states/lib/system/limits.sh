# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Limits of logins, lines `DOMAIN TYPE ITEM VALUE` of pam_limits, which ignores what it does not understand.

# LINE...: prints what would have no effect, or shut people out.
mp_limits_problems() {
  for mp_line; do
    mp_domain=${mp_line%% *} mp_value=${mp_line##* }
    case $mp_domain in
      '*') ;;
      @*) getent group "${mp_domain#@}" >/dev/null || echo "There is no group ${mp_domain#@} on this server: “$mp_line” would have no effect." ;;
      *) getent passwd "$mp_domain" >/dev/null || echo "There is no user $mp_domain on this server: “$mp_line” would have no effect." ;;
    esac
    mp_most=$(cat /proc/sys/fs/nr_open)
    case $mp_line in *' nofile '*) [ "$mp_value" -le "$mp_most" ] || echo "With “$mp_line” nobody whom it concerns could log in: this kernel opens at most $mp_most files for a process (fs.nr_open)." ;; esac
  done
}

# LINE...: prints of the lines for one user, or all of them, what a new session of that user has instead.
mp_limits_lacking() {
  for mp_line; do
    # shellcheck disable=SC2046,SC2086 # words without blanks
    mp_compare_limit $(printf %s "$mp_line" | sed 's/^\* /nobody /')
  done
}

mp_compare_limit() { # DOMAIN TYPE ITEM VALUE
  case $3 in nofile) mp_row='Max open files' ;; nproc) mp_row='Max processes' ;; *) return ;; esac
  case $1 in @*) return ;; esac
  mp_session=$(runuser -u "$1" -- cat /proc/self/limits </dev/null 2>&1) || {
    echo "No session of the user $1 can be opened: $mp_session" | head -n 1
    return
  }
  mp_is=$(printf '%s\n' "$mp_session" | sed -n "s/^$mp_row *//p")
  case $2 in soft) mp_is=$(echo "$mp_is" | awk '{ print $1 }') ;; *) mp_is=$(echo "$mp_is" | awk '{ print $2 }') ;; esac
  mp_wanted=$4
  case $4 in -1 | infinity) mp_wanted=unlimited ;; esac
  [ "$mp_is" = "$mp_wanted" ] || echo "A session of the user $1 has $3 $mp_is instead of $mp_wanted: another file in /etc/security sets it."
}
