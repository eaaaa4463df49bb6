# shellcheck shell=sh
# What a state would find, in lines that a program reads: see contract/observation.ts.

# An extended regular expression, in lower case, of lines that may hold a secret; `server_tokens` and `proxy_pass` of nginx do not.
mp_secret_words='passw(or)?d|passphrase|requirepass|masterauth|(^|[ "])pass"?[ ]*[:=]|secret|token([^s]|$)|api_?key|private.?key|credential|pre-?shared|://[^/ ]*:[^/ ]*@'

# FILE: may not everybody read it, or does it look as if it held a secret?
mp_is_private() { if mp_is_public "$1"; then grep -qiaE "$mp_secret_words" "$1"; fi; }

# FILE: may everybody read it?
mp_is_public() {
  mp_at=$(readlink -f "$1")
  case "$(stat -c %a "$mp_at")" in *[4567]) ;; *) return 1 ;; esac
  while mp_at=${mp_at%/*} && [ -n "$mp_at" ]; do
    case "$(stat -c %a "$mp_at")" in *[1357]) ;; *) return 1 ;; esac
  done
}

# Prints the digest of stdin.
mp_digest() { sha256sum | cut -c1-64; }

# PATH SECRET: a line on the file that is there. SECRET is 1 where it may hold a secret: nobody shall be able to try passwords on its digest.
mp_observe_file() {
  mp_found=''
  if ! [ -f "$1" ]; then :
  elif [ -n "$2" ] || mp_is_private "$1"; then mp_found=$(stat -L -c '%i %s %z' "$1" | mp_digest)
  else mp_found=$(mp_digest <"$1"); fi
  mp_observation file "$mp_found" "$1"
}

# PATH: a line on the link that is there, or on the file in its place.
mp_observe_link() {
  if [ -h "$1" ]; then mp_observation file "$(readlink "$1" | mp_digest)" "$1"; else mp_observe_file "$1" ''; fi
}

mp_observation() { printf '%s\t%s\t%s\n' "$@"; }
