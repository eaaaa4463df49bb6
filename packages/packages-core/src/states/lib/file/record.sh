# shellcheck shell=sh
# shellcheck disable=SC2034 # what is set is for who calls
# Which files Milepost wrote. A file's record lies beside the spool, for root alone, and outlives every operation:
#   path PATH
#   wrote SHA256                       content that Milepost wrote, or was about to: written before the file is
#   copy MODE OWNER COPY_MODE COPY     where the content is kept that somebody else wrote, and the file's own mode and owner
#   aside MODE OWNER COPY_MODE COPY    the same of content that Milepost wrote and somebody edited
# RECORD.text is the text that was written last, without secrets: see file/edits.

# PATH: sets mp_path, mp_file (behind links), mp_record, and mp_problem to a sentence where the file cannot be written.
mp_find() {
  mp_path=$1 mp_file=$1 mp_problem=''
  mp_record=${MP_RECORDS:-/var/lib/milepost-files}/$(printf %s "$1" | sha256sum | cut -c1-64)
  if [ -h "$1" ]; then
    mp_file=$(readlink -f "$1")
    if [ -z "$(stat -L -c %i "$1" 2>/dev/null)" ]; then
      mp_problem="$1 is a symbolic link to $(readlink "$1"), which does not exist: create that file, or remove the link."
      return
    fi
    case $mp_file in
      /usr/* | /lib/* | /proc/* | /sys/* | /dev/*)
        mp_problem="$1 is a symbolic link to $mp_file, which belongs to the system: put a file in the place of the link."
        return ;;
    esac
  fi
  if [ -d "$mp_file" ]; then
    mp_problem="$(mp_named) is a directory, not a file: move it away."
  elif mp_is_special; then
    mp_problem="$(mp_named) is not a regular file: move it away."
  elif [ -e "$mp_file" ] && [ "$(stat -c %h "$mp_file")" -gt 1 ]; then
    mp_problem="$(mp_named) has a second name (a hard link), which would keep the former content: remove one of the two (find / -xdev -samefile $mp_file)."
  else
    for mp_place in "$mp_file" "${mp_file%/*}"; do
      [ -e "$mp_place" ] || continue
      mp_flags=$(lsattr -d "$mp_place" 2>/dev/null)
      case ${mp_flags%% *} in
        *[ia]*) mp_problem="$mp_place is protected against changes: on the server, chattr -ia $mp_place" && return ;;
      esac
      [ -w "$mp_place" ] || mp_problem="$mp_place cannot be written: its file system is read-only."
    done
  fi
}

mp_is_special() { [ -e "$mp_file" ] || return 1; if [ -f "$mp_file" ]; then return 1; fi; }

mp_named() { if [ -h "$mp_path" ]; then echo "$mp_path, a symbolic link to $mp_file,"; else echo "$mp_path"; fi; }

# PATH: the same; ends the script where the file cannot be written.
mp_find_writable() {
  mp_find "$1"
  [ -z "$mp_problem" ] || {
    echo "$mp_problem" >&2
    exit 4
  }
}

# After mp_find: sets mp_is: absent, ours, pristine (as its Debian package brought it), copied (a copy of it is kept), edited (written by
# Milepost, then by somebody), former (by a Milepost that kept no records) or foreign.
mp_classify() {
  mp_is=absent
  [ -e "$mp_file" ] || return 0
  if mp_has_written "$mp_file"; then mp_is=ours
  elif mp_is_pristine; then mp_is=pristine
  elif mp_is_copied; then mp_is=copied
  elif grep -qs '^wrote ' "$mp_record"; then mp_is=edited
  elif grep -qsF 'Written by Milepost' "$mp_file"; then mp_is=former
  else mp_is=foreign; fi
}

mp_has_written() { [ -f "$mp_record" ] && grep -qx "wrote $(sha256sum <"$1" | cut -c1-64)" "$mp_record"; }

mp_is_pristine() {
  mp_md5=$(md5sum <"$mp_file" | cut -c1-32)
  dpkg-query -W -f '${Conffiles}\n' 2>/dev/null | grep -qF " $mp_path $mp_md5" ||
    grep -qsF "$mp_md5  $mp_path" /var/lib/ucf/hashfile
}

mp_copies() { sed -n 's/^\(copy\|aside\) [^ ]* [^ ]* [^ ]* //p' "$mp_record" 2>/dev/null; }

mp_is_copied() {
  mp_copies | { while IFS= read -r mp_copy; do if cmp -s "$mp_copy" "$mp_file"; then exit 0; fi; done; exit 1; }
}

mp_add_record() {
  if grep -qsxF "$1" "$mp_record"; then return; fi
  (
    umask 077
    mkdir -p "${mp_record%/*}" &&
      { if [ -f "$mp_record" ]; then cat "$mp_record"; else printf 'path %s\n' "$mp_path"; fi && printf '%s\n' "$1"; } >"$mp_record.new" &&
      sync "$mp_record.new" && mv -f "$mp_record.new" "$mp_record"
  )
}

# NEW: records content that is about to be written.
mp_record_content() { mp_add_record "wrote $(sha256sum <"$1" | cut -c1-64)"; }

mp_next_copy() {
  mp_copy=$mp_path.milepost-orig-$(date +%Y%m%d) mp_number=1
  while [ -e "$mp_copy" ] || [ -h "$mp_copy" ]; do
    [ -h "$mp_copy" ] || if cmp -s "$mp_copy" "$mp_file"; then return; fi
    mp_number=$((mp_number + 1))
    mp_copy=$mp_path.milepost-orig-$(date +%Y%m%d).$mp_number
  done
}

# SECRET: keeps a copy where that is needed; SECRET is 1 where the file may hold a secret.
mp_back_up() {
  mp_kind=copy
  case $mp_is in edited | former) mp_kind=aside ;; foreign) ;; *) return 0 ;; esac
  mp_next_copy
  mp_access=$(stat -c '%a %u:%g' "$mp_file") || return
  mp_mode=${mp_access%% *}
  case "$1$mp_mode" in 1* | *[0123]) mp_mode=600 ;; esac
  if grep -v '^[[:space:]]*#' "$mp_file" | grep -qiE 'passw(or)?d|passphrase|requirepass|masterauth|secret|token|api_?key|private key'; then mp_mode=600; fi
  [ -e "$mp_copy" ] ||
    (
      umask 077
      new=$(mktemp "${mp_path%/*}/.milepost-${mp_path##*/}.XXXXXX") || exit
      cat "$mp_file" >"$new" && chown "${mp_access#* }" "$new" && chmod "$mp_mode" "$new" && touch -r "$mp_file" "$new" &&
        sync "$new" && mv -fT "$new" "$mp_copy" || { rm -f "$new"; exit 1; }
    ) || return
  mp_add_record "$mp_kind $mp_access $mp_mode $mp_copy" || return
  case $mp_is in
    foreign) echo "$mp_path was not written by Milepost. A copy of it is kept as $mp_copy." ;;
    former) echo "$mp_path was written by an earlier version of Milepost. A copy of it is kept as $mp_copy." ;;
    *) echo "$mp_path was edited since Milepost wrote it. A copy of it is kept as $mp_copy." ;;
  esac
}

mp_delete_record() { rm -f "$mp_record" "$mp_record.new" "$mp_record.text"; }

# Sets `copy` to where the file is kept that Milepost replaced, with `mode` and `owner` that it had; `copy` is empty where there is none.
# Earlier versions of Milepost kept a stranger's file beside it.
mp_find_backup() {
  copy='' mode='' owner=''
  while read -r kind found_mode found_owner _ found; do
    if [ "$kind" = copy ] && [ -z "$copy" ] && [ -f "$found" ]; then copy=$found mode=$found_mode owner=$found_owner; fi
  done <<end
$(cat "$mp_record" 2>/dev/null)
end
  former_copy=$mp_path.before-milepost
  if [ -z "$copy" ] && [ -f "$former_copy" ]; then
    copy=$former_copy mode=$(stat -c %a "$former_copy") owner=$(stat -c %u:%g "$former_copy")
  fi
}
