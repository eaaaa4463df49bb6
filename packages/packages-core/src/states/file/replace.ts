import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import { FILE_RECORD, refuseProblem } from './record';

/** Larger files are not kept for the rollback. */
const MAX_SNAPSHOT_BYTES = 4_194_304;

export interface Replacement {
  mode: string;
  owner: string;
  /** The file may hold a secret: a copy of what was there is then for its owner alone. */
  secret?: boolean;
  /** Runs when the new content is in "$new", before anything is changed. May end the script with "mp_end CODE". */
  before?: Command;
}

/**
 * Replaces a file by what `print` prints, by rename, behind symbolic links. A copy of what Milepost did not write is kept first. One that
 * was cut off is removed by the next try. Ends the script where the file cannot be written.
 */
export function replaceFile(path: string, print: Command, how: Replacement | 'as before'): Command {
  const { secret = false, before = sh`:` } = how === 'as before' ? {} : how;
  const setAccess =
    how === 'as before'
      ? sh`chown --reference="$mp_file" "$new" && chmod --reference="$mp_file" "$new"`
      : sh`chown ${how.owner} "$new" && chmod ${how.mode} "$new"`;
  return sh`
    ${FILE_RECORD}
    ${refuseProblem(path)}
    umask 077
    mp_end() { rm -f "$new"; exit "$1"; }
    rm -f "\${mp_file%/*}/.milepost-\${mp_file##*/}".??????
    new=$(mktemp "\${mp_file%/*}/.milepost-\${mp_file##*/}.XXXXXX") || exit
    ${print} >"$new" && ${setAccess} && sync "$new" || mp_end 1
    mp_classify
    ${before}
    mp_back_up ${secret ? '1' : ''} && mp_record_content "$new" && mv -f "$new" "$mp_file" || mp_end 1
  `;
}

/** Prints the file as it is now, with its mode, owner and record, for `restoreFile`. A file that cannot be written is not to be touched either. */
export function captureFile(path: string): Command {
  return sh`
    ${FILE_RECORD}
    ${refuseProblem(path)}
    for part in "$mp_record" "$mp_record.text"; do
      if [ -f "$part" ]; then base64 -w 0 "$part" || exit; fi
      echo
    done
    printf '%s\n' "$mp_file"
    if ! [ -e "$mp_file" ]; then
      echo absent
    elif [ "$(stat -c %s "$mp_file")" -gt ${MAX_SNAPSHOT_BYTES} ]; then
      echo "large $(sha256sum <"$mp_file")"
    else
      stat -c 'file %a %u:%g' "$mp_file" && base64 "$mp_file"
    fi
  `.displayAs(`keep ${path} as it is`);
}

/**
 * Puts back what `captureFile` printed; a file that is as it was is not touched. A copy that this operation made goes once the file is
 * that again; one that this operation put back is there again. What cannot be put back is said. Ends the script.
 */
export function restoreFile(path: string): Command {
  return sh`
    ${FILE_RECORD}
    mp_find ${path}
    umask 077
    exec <"$MP_CAPTURE_FILE"
    IFS= read -r record && IFS= read -r text && IFS= read -r mp_file && read -r former mode owner || exit
    former_record() { printf %s "$record" | base64 -d; }
    into() {
      new=$(mktemp "\${1%/*}/.milepost-\${1##*/}.XXXXXX") || exit
      cat >"$new" && chown "$3" "$new" && chmod "$2" "$new" && sync "$new" && mv -fT "$new" "$1" || { rm -f "$new"; exit 1; }
    }
    former_record | sed -n 's/^copy //p' | while read -r _ copy_owner copy_mode copy; do
      if ! [ -e "$copy" ] && [ -f "$mp_file" ] && ! [ -f "$mp_record" ]; then into "$copy" "$copy_mode" "$copy_owner" <"$mp_file"; fi
    done || exit
    case $former in
      absent) rm -f "$mp_file" || exit ;;
      file)
        if [ -d "\${mp_file%/*}" ]; then :; else mp_delete_record; exit 0; fi
        new=$(mktemp "\${mp_file%/*}/.milepost-\${mp_file##*/}.XXXXXX") || exit
        base64 -d >"$new" || { rm -f "$new"; exit 1; }
        if cmp -s "$new" "$mp_file" && [ "$(stat -c '%a %u:%g' "$mp_file")" = "$mode $owner" ]; then
          rm -f "$new"
        else
          chown "$owner" "$new" && chmod "$mode" "$new" && sync "$new" && mv -f "$new" "$mp_file" || { rm -f "$new"; exit 1; }
        fi ;;
      *)
        [ "$(sha256sum <"$mp_file")" = "$mode  -" ] ||
          echo ${`${path} was too large to be kept, so it is not put back: it stays as it is.`} ;;
    esac
    if [ -f "$mp_record" ] || [ -n "$record" ]; then
      mkdir -p "\${mp_record%/*}" || exit
      {
        former_record
        sed -n '/^\(copy\|aside\) /p' "$mp_record" 2>/dev/null | while IFS= read -r line; do
          if former_record | grep -qxF "$line"; then continue; fi
          copy=$(printf %s "$line" | cut -d' ' -f5-)
          if cmp -s "$copy" "$mp_file"; then rm -f "$copy"
          elif [ -e "$copy" ]; then printf '%s\n' "$line"; fi
        done
      } >"$mp_record.new" || exit
      if [ -s "$mp_record.new" ]; then
        if [ -n "$text" ]; then printf %s "$text" | base64 -d >"$mp_record.text" || exit; fi
        mv -f "$mp_record.new" "$mp_record" || exit
      else
        mp_delete_record
      fi
    fi
    exit 0
  `.displayAs(`put ${path} back as it was`);
}
