# shellcheck shell=sh
# The package lists.

# Emptied by a reboot. Empty after an update that got everything; after one that left out repositories which were not needed it lists, one
# a line, the packages that it is good for.
mp_lists_stamp=/run/milepost-apt-lists
# apt waits for dpkg's lock and not for this one.
mp_lists_lock=/var/lib/apt/lists/lock

# Are the lists at most an hour old?
mp_lists_are_recent() { [ -n "$(find "$mp_lists_stamp" -mmin -60 2>/dev/null)" ]; }

# PACKAGE...: are the lists at most an hour old, and good for these packages?
mp_lists_are_fresh() {
  mp_lists_are_recent || return 1
  [ -s "$mp_lists_stamp" ] || return 0
  for package; do
    grep -qx "$package" "$mp_lists_stamp" || return 1
  done
}

# LOG: prints "URI TAB SUITE TAB REASON" for each repository that an `apt-get update` could not use; it fails where something else went
# wrong too, or no repository is named. The log may hold what scripts tell the console (contract/progress-protocol.ts).
mp_failed_sources() {
  sed "s/$(printf '\033')]6973;[^$(printf '\007')]*$(printf '\007')//g" "$1" | awk '
    function add() {
      pending = 0
      sub(/\/.*/, "", suite); sub(/\/$/, "", uri)
      if (uri == "" || suite == "") { other = 1; return }
      if ((uri " " suite) in seen) return
      seen[uri " " suite] = 1; n++
      sub(/^ +/, "", reason); sub(/ *\[IP: [^]]*\]/, "", reason); sub(/\.$/, "", reason); gsub(/  +/, " ", reason)
      if (match(reason, /(NO_PUBKEY|Missing key) [0-9A-F]+/)) {
        key = substr(reason, RSTART, RLENGTH); sub(/.* /, "", key)
        reason = "its signing key " key " is missing on this server"
      }
      print uri "\t" suite "\t" reason
    }
    pending && /^  / { reason = $0; add(); next }
    pending { add() }
    /^Err:[0-9]+ / { uri = $2; suite = $3; reason = "it failed"; pending = 1; next }
    /^E: The repository \047/ {
      uri = substr($4, 2); suite = $5; reason = $0; sub(/.*\047 /, "it ", reason); add(); next
    }
    /^E: Release file for / {
      reason = $0; sub(/.* is /, "its release file is ", reason)
      uri = $5; sub(/\/dists\/.*/, "", uri); suite = (uri == $5) ? "" : substr($5, length(uri) + 8); add(); next
    }
    /^E: (Failed to fetch|Some index files failed) / { next }
    /^E: / { other = 1 }
    END { if (pending) add(); exit (other || !n) }'
}

# LOG URI SUITE PACKAGE...: is this repository needed to install these packages, after the update with that log? It is where it holds the
# distribution's own updates, where something would be downloaded from it, and where no other repository has the version that would be
# installed.
mp_is_needed() {
  log=$1 uri=$2 suite=$3
  shift 3
  # shellcheck disable=SC1091 # the server's
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  case $suite in "$codename"-security | "$codename"-updates | stable-security | stable-updates) return 0 ;; esac
  downloads=$(apt-get -qq -y --no-install-recommends --print-uris install "$@" 2>/dev/null) || return 0
  if printf '%s\n' "$downloads" | grep -qF "'$uri/"; then
    sed 's/.*\(Get\|Hit\):/\1:/' "$log" | awk -v uri="$uri" '/^(Get|Hit):/ { sub(/\/$/, "", $2); if ($2 == uri) found = 1 } END { exit !found }' || return 0
  fi
  for package; do
    apt-cache policy "$package" | awk -v uri="$uri" -v suite="$suite" '
      $1 == "Candidate:" { candidate = $2; next }
      $1 == "***" { version = $2; next }
      NF == 2 && $2 ~ /^-?[0-9]+$/ { version = $1; next }
      (version "") == (candidate "") && $2 ~ /:/ {
        sub(/\/$/, "", $2); sub(/\/.*/, "", $3)
        if ($2 != uri || $3 != suite) found = 1
      }
      END { exit !found }' || return 0
  done
  return 1
}

# URI SUITE: prints which file of apt's configuration names a repository: in a line, or in the fields of a stanza.
mp_source_file() {
  for file in /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list; do
    [ -f "$file" ] || continue
    case $file in
      *.sources) grep -v '^ *#' "$file" | grep -F "$1" >/dev/null && grep '^Suites:' "$file" | grep -F "$2" >/dev/null ;;
      *) grep -v '^ *#' "$file" | grep -F "$1" | grep -F "$2" >/dev/null ;;
    esac || continue
    echo "$file"
    return
  done
  echo "apt's configuration"
}

# LOG PACKAGE...: says which repositories are left out. Fails where one of them is needed.
mp_leave_out_unneeded() {
  update_log=$1
  shift
  failed=$(mp_failed_sources "$update_log") || return 1
  tab=$(printf '\t')
  printf '%s\n' "$failed" | (
    while IFS=$tab read -r uri suite reason; do
      if (mp_is_needed "$update_log" "$uri" "$suite" "$@"); then
        echo "E: The repository $uri $suite in $(mp_source_file "$uri" "$suite") is needed and cannot be used: $reason."
        exit 1
      fi
    done
  ) || return 1
  printf '%s\n' "$failed" | while IFS=$tab read -r uri suite reason; do
    mp_warning "The repository $uri $suite cannot be used: $reason. It is listed in $(mp_source_file "$uri" "$suite") and not needed for $(mp_list "$@"): the installation continues without it."
  done
}

# PACKAGE...: `apt-get update`, again when somebody was quicker. A repository that cannot be used and that none of these packages needs is
# left out, with a warning that names it and its file. Ends the script where it fails.
mp_update_lists() {
  mp_wait_for_first_boot
  logs=$(mktemp -d /run/milepost-apt.XXXXXX) || exit
  trap 'rm -rf "$logs"' EXIT
  while :; do
    mp_wait_unlocked "$mp_lists_lock" || exit
    {
      mp_apt_get files -q -o APT::Update::Error-Mode=any update 2>&1
      echo "$?" >"$logs/code"
    } | tee "$logs/log"
    read -r code <"$logs/code" || exit
    if [ "$code" = 0 ]; then
      : >"$mp_lists_stamp"
      break
    fi
    if mp_leave_out_unneeded "$logs/log" "$@"; then
      printf '%s\n' "$@" >"$mp_lists_stamp"
      break
    fi
    mp_locked "$mp_lists_lock" >/dev/null || exit "$code"
  done
}
