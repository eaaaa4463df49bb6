# shellcheck shell=sh
# Files from the network, and archives.

# URL: prints what is there. apt's helper needs a file, and is not asked for a digest, for that is compared afterwards in any case.
mp_download() {
  if command -v curl >/dev/null; then
    curl -fsSL --proto =https,http --connect-timeout 30 --speed-limit 100 --speed-time 60 -- "$1"
    return
  fi
  mp_folder=$(mktemp -d /var/tmp/milepost-download.XXXXXX) || return
  /usr/lib/apt/apt-helper -q -o APT::Sandbox::User=root download-file "$1" "$mp_folder/file" >&2 && cat "$mp_folder/file"
  mp_code=$?
  rm -rf "$mp_folder"
  return "$mp_code"
}

# FILE SHA256 URL: is it that? Prints what it is, and then fails.
mp_is_digest() {
  mp_digest=$(sha256sum <"$1" | cut -c1-64)
  [ "$mp_digest" = "$2" ] || {
    echo "$3 has the SHA-256 $mp_digest, not $2 (its first line: $(head -n 1 "$1" | tr -cd '[:print:]' | cut -c1-80)). It is not kept."
    return 1
  }
}

# DIRECTORY: the file that says of which archive it holds the files: SHA256.
mp_extracted_record() { echo "${MP_RECORDS:-/var/lib/milepost-files}/extracted/$(printf %s "$1" | sha256sum | cut -c1-64)"; }

# ARCHIVE DIRECTORY
mp_is_extracted() {
  [ -d "$2" ] && [ -f "$1" ] || return 1
  [ "$(cat "$(mp_extracted_record "$2")" 2>/dev/null)" = "$(sha256sum <"$1" | cut -c1-64)" ] || return 1
}

# ARCHIVE DIRECTORY: prints what stands in the way.
mp_extract_obstacle() {
  if [ ! -e "$2" ] && [ ! -h "$2" ]; then return; fi
  if mp_is_extracted "$@"; then return; fi
  echo "$2 is there already, and does not hold the files of $1: move it away, or choose another directory."
}

# ARCHIVE DIRECTORY STRIP OWNER: ends the script where something is there already.
mp_extract() {
  if mp_is_extracted "$1" "$2"; then return; fi
  mp_obstacle=$(mp_extract_obstacle "$1" "$2")
  [ -z "$mp_obstacle" ] || {
    echo "$mp_obstacle" >&2
    exit 4
  }
  mp_new=${2%/*}/.milepost-extract-${2##*/}
  rm -rf --one-file-system -- "$mp_new"
  mkdir "$mp_new" || exit
  case $(head -c 4 "$1" | od -An -tx1 | tr -d ' \n') in
    504b0304) mp_unzip "$1" "$mp_new" "$3" ;;
    *) tar -xf "$1" -C "$mp_new" --strip-components="$3" --no-same-owner ;;
  esac || {
    rm -rf --one-file-system -- "$mp_new"
    exit 1
  }
  chown -Rh "$4" "$mp_new" && chmod 755 "$mp_new" || exit
  # A change is one with a later ctime than the record's, and the kernel's clock for files ticks every 1 to 10 ms: nothing that is
  # written once the directory is in place may share the record's tick.
  mp_record_extracted "$1" "$2" && sync -f "$mp_new" && sleep 0.02 && mv -T "$mp_new" "$2"
}

mp_record_extracted() { # ARCHIVE DIRECTORY
  (
    umask 077
    mp_record=$(mp_extracted_record "$2")
    mkdir -p "${mp_record%/*}" && sha256sum <"$1" | cut -c1-64 >"$mp_record"
  )
}

mp_unzip() { # ARCHIVE DIRECTORY STRIP
  command -v unzip >/dev/null || {
    echo 'unzip is not installed.' >&2
    return 1
  }
  unzip -q "$1" -d "$2" || return
  mp_level=0
  while [ "$mp_level" -lt "$3" ]; do
    mkdir "$2.inner" || return
    find "$2" -mindepth 2 -maxdepth 2 -exec mv -t "$2.inner" {} + && rm -rf "$2" && mv "$2.inner" "$2" || return
    mp_level=$((mp_level + 1))
  done
}

# DIRECTORY: after mp_extract; what was there before, or has changed since, stays.
mp_remove_extracted() {
  read -r mp_former <"$MP_CAPTURE_FILE" || exit
  mp_record=$(mp_extracted_record "$1")
  [ "$mp_former" = absent ] || return 0
  rm -rf --one-file-system -- "${1%/*}/.milepost-extract-${1##*/}"
  [ -e "$1" ] || {
    rm -f "$mp_record"
    return
  }
  if [ ! -f "$mp_record" ]; then return; fi
  mp_changed=$(find "$1" -xdev -newercc "$mp_record" ! -path "$1" 2>/dev/null | head -n 1)
  if [ -n "$mp_changed" ]; then
    echo "$mp_changed was changed since: $1 stays."
    return
  fi
  rm -rf --one-file-system -- "$1" && rm -f "$mp_record"
}
