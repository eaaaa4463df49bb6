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
    if [ -f ${path} ]; then
      if [ "$(stat -c %s ${path})" -gt ${KEPT_BYTES} ]; then echo large; exit 0; fi
      stat -c 'file %a %U:%G' ${path} && base64 ${path}
    else
      echo absent
    fi
  `.showAs(`keep ${path} as it is`);
}

/** Puts back what `captureFile` printed. */
export function restoreFile(path: string): Command {
  const { template } = temporary(path);
  return sh`
    exec <"$MP_CAPTURED" && read -r former mode owner || exit
    case $former in
      absent) rm -f ${path} ;;
      file)
        new=$(mktemp ${template}) || exit
        base64 -d >"$new" && chown "$owner" "$new" && chmod "$mode" "$new" && mv -f "$new" ${path} || { rm -f "$new"; exit 1; } ;;
      *) echo ${`${path} was too large to be kept, so it cannot be put back.`} >&2; exit 4 ;;
    esac
  `.showAs(`put ${path} back as it was`);
}

/** Hidden, so that a program that reads the whole directory does not read it; random, so that nobody else can be there first. */
function temporary(path: string): { pattern: Command; template: string } {
  const slash = path.lastIndexOf('/');
  const start = `${path.slice(0, slash)}/.milepost-${path.slice(slash + 1)}.`;
  return { pattern: sh`${start}??????`, template: `${start}XXXXXX` };
}
