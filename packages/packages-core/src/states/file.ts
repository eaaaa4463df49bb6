import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { asText } from '../dsl/text';
import type { Text } from '../dsl/text';
import { captureFile, replaceFile, restoreFile } from './file-replace';

export interface FileOptions {
  /** Octal, `0644` when left out. */
  mode?: string;
  /** `user:group`, `root:root` when left out. */
  owner?: string;
  /** A former file without this text in it is not ours: a copy is kept beside it, as `NAME.before-milepost`. */
  keepUnless?: string;
}

/** A file holds exactly this, with this mode and owner. Written whole or not at all; secrets only pass through pipes. */
export function content(path: string, wanted: string | Text, options: FileOptions = {}): State {
  const { mode = '0644', owner = 'root:root', keepUnless } = options;
  assertPath(path);
  const body = asText(wanted).endingInNewline();
  const keep = keepUnless === undefined ? sh`:` : keepFormer(path, keepUnless);
  return {
    id: `content_${identifier(path)}`,
    label: `${path} is as wanted`,
    check: sh`
      [ -f ${path} ] || exit 1
      [ "$(stat -c '%a %U:%G' ${path})" = ${`${mode.replace(/^0+/, '')} ${owner}`} ] || exit 1
      ${body.print} | cmp -s - ${path}
    `.showAs(`compare ${path} (${mode} ${owner})`),
    apply: sh`
      ${keep}
      ${replaceFile(path, body.print, { mode, owner })}
    `.showAs(`write ${path} (${mode} ${owner})\n${body.shown}`),
    ...(body.secrets.length > 0
      ? withoutFormer(path)
      : keepUnless === undefined
        ? withFormer(path)
        : withCopy(path)),
    writes: path,
    repeatable: true,
  };
}

const withFormer = (path: string): WayBack => ({ capture: captureFile(path), undo: restoreFile(path) });

type WayBack = Pick<State, 'capture' | 'undo'>;

/** Where this made the copy, the copy is the former file. */
function withCopy(path: string): WayBack {
  const copy = `${path}.before-milepost`;
  const { capture, undo } = afterCopyLine(path);
  return {
    capture,
    undo: sh`
      if [ "$(head -n 1 "$MP_CAPTURED")" = 'copy absent' ] && [ -e ${copy} ]; then mv -f ${copy} ${path}; exit; fi
      ${undo}
    `.showAs(undo.shown),
  };
}

/** Captures whether there is a copy, in a line of its own in front of the file. */
function afterCopyLine(path: string): { capture: Command; undo: Command } {
  const restore = restoreFile(path);
  return {
    capture: sh`
      if [ -e ${`${path}.before-milepost`} ]; then echo copy present; else echo copy absent; fi
      ${captureFile(path)}
    `.showAs(`keep ${path} as it is`),
    undo: sh`
      rest=$MP_CAPTURED.file
      tail -n +2 "$MP_CAPTURED" >"$rest" || exit
      MP_CAPTURED=$rest
      ${restore}
    `.showAs(restore.shown),
  };
}

/** The former file may hold a secret of its own, so only which one it was is kept. */
function withoutFormer(path: string): WayBack {
  return {
    capture: sh`if [ -e ${path} ]; then stat -c 'present %i %Y' ${path}; else echo absent; fi`,
    undo: sh`
      read -r former which <"$MP_CAPTURED" || exit
      case $former in
        absent) rm -f ${path} ;;
        *)
          if [ -e ${path} ] && [ "$(stat -c '%i %Y' ${path})" = "$which" ]; then exit 0; fi
          echo ${`${path} may have held a secret, so it was not kept and is not put back: it stays as it is.`} ;;
      esac
    `.showAs(`remove ${path} if it was not there before`),
  };
}

function keepFormer(path: string, unless: string): Command {
  const copy = `${path}.before-milepost`;
  return sh`
    if [ -f ${path} ] && ! grep -qF ${unless} ${path} && ! [ -e ${copy} ]; then
      cp -p ${path} ${`${copy}.new`} && mv ${`${copy}.new`} ${copy} && echo ${`The former ${path} is kept as ${copy}.`} || exit
    fi
  `;
}

/** What `content` with `keepUnless` put there is gone, and the file that it replaced is back in its place. It must hold no secret. */
export function restored(path: string, { keepUnless }: { keepUnless: string }): State {
  assertPath(path);
  const copy = `${path}.before-milepost`;
  const { capture, undo } = afterCopyLine(path);
  return {
    id: `restored_${identifier(path)}`,
    label: `${path} is what it was before, or gone`,
    check: sh`
      if [ -e ${copy} ]; then exit 1; fi
      if [ -f ${path} ] && grep -qF ${keepUnless} ${path}; then exit 1; fi
    `.showAs(`look for ${copy}`),
    apply: sh`
      if [ -e ${copy} ]; then mv -f ${copy} ${path}; else rm -f ${path}; fi
    `.showAs(`put ${copy} back, or remove ${path}`),
    capture,
    undo: sh`
      if [ "$(head -n 1 "$MP_CAPTURED")" = 'copy present' ] && ! [ -e ${copy} ]; then mv -f ${path} ${copy} || exit; fi
      ${undo}
    `.showAs(undo.shown),
    remains: `${path} as Milepost wrote it`,
    writes: path,
    repeatable: true,
  };
}

/** One line of a file reads so; the rest is as it was. `like` is an extended regular expression that finds exactly one line. */
export function line(path: string, { like, be }: { like: string; be: string }): State {
  assertPath(path);
  if (be.includes('\n')) throw new Error(`Not one line: ${be}`);
  return {
    id: `line_${identifier(be.trim().split(/\s/)[0] ?? '')}`,
    label: `${path} says “${be.trim()}”`,
    check: sh`
      [ -f ${path} ] || exit 1
      [ "$(grep -cE ${like} ${path})" = 1 ] && [ "$(grep -E ${like} ${path})" = ${be} ]
    `.showAs(`grep ${be.trim()} ${path}`),
    apply: sh`
      found=$(grep -nE ${like} ${path} | cut -d: -f1)
      case $found in
        '' | *[!0-9]*) echo ${`Expected one line like ${like} in ${path}.`} >&2; exit 4 ;;
      esac
      ${replaceFile(path, withLine(path, be), 'as before')}
    `.showAs(`in ${path}: ${be.trim()}`),
    ...withFormer(path),
    writes: path,
    repeatable: true,
  };
}

function withLine(path: string, be: string): Command {
  return sh`{ head -n "$((found - 1))" ${path} && printf '%s\n' ${be} && tail -n "+$((found + 1))" ${path}; }`;
}

/** Nothing is at this path. Directories go with all that is in them: say in `destructive` what is lost. */
export function absent(path: string, { destructive }: { destructive?: string } = {}): State {
  assertPath(path);
  if (path.split('/').length < 4) throw new Error(`Too near to the root to be removed whole: ${path}`);
  return {
    id: `absent_${identifier(path)}`,
    label: `${path} is gone`,
    check: sh`if [ -e ${path} ] || [ -h ${path} ]; then exit 1; fi`.showAs(`look for ${path}`),
    apply: sh`rm -rf --one-file-system -- ${path}`,
    irreversible: 'What is removed there is not kept.',
    remains: path,
    repeatable: true,
    ...(destructive !== undefined && { destructive }),
  };
}

/** A directory is there, with this mode and owner. */
export function directory(path: string, { mode = '0755', owner = 'root:root' }: FileOptions = {}): State {
  assertPath(path);
  const [user = 'root', group = user] = owner.split(':');
  return {
    id: `directory_${identifier(path)}`,
    label: `Directory ${path} is there`,
    check: sh`
      [ -d ${path} ] || exit 1
      [ "$(stat -c '%a %U:%G' ${path})" = ${`${mode.replace(/^0+/, '')} ${owner}`} ]
    `.showAs(`stat ${path}`),
    apply: sh`install -d -m ${mode} -o ${user} -g ${group} ${path}`,
    capture: sh`
      if [ -d ${path} ]; then stat -c 'there %a %u:%g' ${path}; exit; fi
      missing=${path}
      while [ -n "$missing" ] && ! [ -d "$missing" ]; do echo "absent $missing"; missing=\${missing%/*}; done
    `.showAs(`stat ${path}`),
    undo: sh`
      while read -r former missing owner; do
        case $former in
          there) [ -d ${path} ] || exit 0; chown "$owner" ${path} && chmod "$missing" ${path} || exit ;;
          absent) [ -d "$missing" ] || continue; rmdir "$missing" 2>/dev/null || echo "$missing is not empty: it stays." ;;
        esac
      done <"$MP_CAPTURED"
    `.showAs(`remove ${path} if it was not there before and is empty`),
    repeatable: true,
  };
}

function identifier(path: string): string {
  return path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function assertPath(path: string): void {
  if (!/^\/[^\0\n]*[^/\0\n]$/.test(path) || path.split('/').includes('..'))
    throw new Error(`Not an absolute path: ${path}`);
}
