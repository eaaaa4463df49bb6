import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';

/** Larger files are not kept for the way back. */
const KEPT_BYTES = 65_536;

/** Replaces a file by what `print` prints, by rename. A copy that was cut off is removed by the next try. */
export function replaceFile(
  path: string,
  print: Command,
  access: { mode: string; owner: string } | 'as before',
): Command {
  const { pattern, template } = temporary(path);
  const setAccess =
    access === 'as before'
      ? sh`chown --reference=${path} "$new" && chmod --reference=${path} "$new"`
      : sh`chown ${access.owner} "$new" && chmod ${access.mode} "$new"`;
  return sh`
    umask 077
    rm -f ${pattern}
    new=$(mktemp ${template}) || exit
    ${print} >"$new" && ${setAccess} && sync "$new" && mv -f "$new" ${path} || { rm -f "$new"; exit 1; }
  `;
}

/** Prints the file as it is now, with its mode and owner, for `restoreFile`. */
export function captureFile(path: string): Command {
  return sh`
    if [ -h ${path} ]; then
      echo link && readlink ${path}
    elif [ -f ${path} ]; then
      if [ "$(stat -c %s ${path})" -gt ${KEPT_BYTES} ]; then echo "large $(sha256sum <${path})"; exit 0; fi
      stat -c 'file %a %u:%g' ${path} && base64 ${path}
    else
      echo absent
    fi
  `.showAs(`keep ${path} as it is`);
}

/** Puts back what `captureFile` printed; a file that is as it was is not touched. What cannot be put back is told. Ends the script. */
export function restoreFile(path: string): Command {
  const { template } = temporary(path);
  return sh`
    exec <"$MP_CAPTURED" && read -r former mode owner || exit
    case $former in
      absent) rm -f ${path} ;;
      link)
        IFS= read -r target || exit
        [ "$(readlink ${path})" = "$target" ] || ln -sfn "$target" ${path} ;;
      file)
        [ -d ${path.slice(0, path.lastIndexOf('/')) || '/'} ] || exit 0
        new=$(mktemp ${template}) || exit
        base64 -d >"$new" || { rm -f "$new"; exit 1; }
        if cmp -s "$new" ${path} && [ "$(stat -c '%a %u:%g' ${path})" = "$mode $owner" ]; then rm -f "$new"; exit 0; fi
        chown "$owner" "$new" && chmod "$mode" "$new" && mv -f "$new" ${path} || { rm -f "$new"; exit 1; } ;;
      *)
        [ "$(sha256sum <${path})" = "$mode  -" ] ||
          echo ${`${path} was too large to be kept, so it is not put back: it stays as it is.`} ;;
    esac
  `.showAs(`put ${path} back as it was`);
}

/** Hidden, so that a program that reads the whole directory does not read it; random, so that nobody else can be there first. */
function temporary(path: string): { pattern: Command; template: string } {
  const slash = path.lastIndexOf('/');
  const start = `${path.slice(0, slash)}/.milepost-${path.slice(slash + 1)}.`;
  return { pattern: sh`${start}??????`, template: `${start}XXXXXX` };
}
