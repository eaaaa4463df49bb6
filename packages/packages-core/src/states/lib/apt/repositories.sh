# shellcheck shell=sh
# shellcheck disable=SC2154 # apt/lists sets mp_lists_stamp
# Repositories that Milepost adds, and who uses them.

# NAME: the file that lists who uses a repository, one a line.
mp_repository_users() { echo "${MP_RECORDS:-/var/lib/milepost-files}/repositories/$1"; }

mp_uses_repository() { grep -qsxF "$2" "$(mp_repository_users "$1")" || return 1; } # NAME USER

# NAME: does anybody?
mp_has_repository_users() { [ -s "$(mp_repository_users "$1")" ]; }

# NAME USER
mp_use_repository() {
  if mp_uses_repository "$1" "$2"; then return; fi
  mp_users=$(mp_repository_users "$1")
  (
    umask 077
    mkdir -p "${mp_users%/*}" && { cat "$mp_users" 2>/dev/null; printf '%s\n' "$2"; } >"$mp_users.new" && mv -f "$mp_users.new" "$mp_users"
  )
}

# NAME USER
mp_release_repository() {
  mp_users=$(mp_repository_users "$1")
  [ -f "$mp_users" ] || return 0
  grep -vxF "$2" "$mp_users" >"$mp_users.new"
  if [ -s "$mp_users.new" ]; then mv -f "$mp_users.new" "$mp_users"; else rm -f "$mp_users" "$mp_users.new"; fi
}

# The package lists count as old.
mp_forget_lists() { rm -f "$mp_lists_stamp"; }

# DIRECTORY URI SUITE FILE: prints which other file of apt's, in DIRECTORY, names this repository, with what to do.
mp_other_source() {
  for file in "$1"/sources.list.d/*.list "$1"/sources.list.d/*.sources "$1"/sources.list; do
    if [ ! -f "$file" ] || [ "$file" = "$4" ]; then continue; fi
    mp_file_names_source "$file" "${2%/}" "$3" || continue
    echo "$file names the repository $2 $3 already, and with two keys apt refuses everything: delete it there first."
    return
  done
}

# FILE URI SUITE
mp_file_names_source() {
  case $1 in
    *.sources)
      awk -v uri="$2" -v suite="$3" '
        function end() { if (u && s && enabled) found = 1; u = s = 0; enabled = 1 }
        BEGIN { enabled = 1 }
        /^#/ { next }
        /^[ \t]*$/ { end(); next }
        /^[A-Za-z-]+:/ { field = tolower($1); $1 = "" }
        { n = split($0, words) }
        field == "uris:" { for (i = 1; i <= n; i++) { sub(/\/$/, "", words[i]); if (words[i] == uri) u = 1 } }
        field == "suites:" { for (i = 1; i <= n; i++) if (words[i] == suite) s = 1 }
        field == "enabled:" && tolower(words[1]) == "no" { enabled = 0 }
        END { end(); exit !found }' "$1"
      ;;
    *)
      awk -v uri="$2" -v suite="$3" '
        $1 != "deb" { next }
        { sub(/\[[^]]*\]/, ""); sub(/\/$/, "", $2); if ($2 == uri && $3 == suite) found = 1 }
        END { exit !found }' "$1"
      ;;
  esac
}

# FILE FINGERPRINT: is it the only key in there? Prints what is wrong, and then fails.
mp_verify_key() {
  if command -v gpg >/dev/null; then
    mp_gpg_home=$(mktemp -d) || return
    mp_found=$(gpg --homedir "$mp_gpg_home" --batch --show-keys --with-colons "$1" 2>/dev/null |
      awk -F: '$1 == "pub" { pub = 1 } $1 == "fpr" && pub { print $10; pub = 0 }' | tr '\n' ' ')
    rm -rf "$mp_gpg_home"
  else
    mp_found=$(mp_first_fingerprint "$1")
  fi
  mp_found=${mp_found% }
  [ "$mp_found" = "$2" ] || {
    echo "The key's fingerprint is ${mp_found:-unreadable}, not $2."
    return 1
  }
}

# FILE: prints the fingerprint of the first key, without gpg: the SHA-1 of its packet, where that is of version 4, with its length in two bytes.
mp_first_fingerprint() {
  mp_packet=$(mktemp) || return
  sed -n '/^-----BEGIN/,/^$/d; /^=/q; /^-----END/q; p' "$1" | base64 -d >"$mp_packet" 2>/dev/null
  # shellcheck disable=SC2046 # numbers
  set -- $(od -An -tu1 -N4 "$mp_packet")
  mp_length=0
  case $1-$3-$4 in
    152-4-*) mp_length=$2 mp_begin=3 ;;
    153-*-4) mp_length=$(($2 * 256 + $3)) mp_begin=4 ;;
  esac
  [ "$mp_length" = 0 ] || {
    # shellcheck disable=SC2059 # two bytes in octal
    printf "\\231$(printf '\\%03o\\%03o' "$((mp_length / 256))" "$((mp_length % 256))")"
    tail -c "+$mp_begin" "$mp_packet" | head -c "$mp_length"
  } | sha1sum | sed '/^da39a3ee/d' | cut -c1-40 | tr a-f A-F
  rm -f "$mp_packet"
}
