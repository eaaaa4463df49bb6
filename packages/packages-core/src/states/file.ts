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
    ...(body.secrets.length === 0
      ? { capture: captureFile(path), undo: restoreFile(path) }
      : withoutFormer(path)),
    repeatable: true,
  };
}

/** The former file may hold a secret of its own, so only whether there was one is kept. */
function withoutFormer(path: string): Pick<State, 'capture' | 'undo'> {
  return {
    capture: sh`if [ -e ${path} ]; then echo present; else echo absent; fi`,
    undo: sh`
      read -r former <"$MP_CAPTURED" || exit
      case $former in
        absent) rm -f ${path} ;;
        *) echo ${`${path} held secrets before, so it was not kept and cannot be put back.`} >&2; exit 4 ;;
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

/** What `content` with `keepUnless` put there is gone, and the file that it replaced is back in its place. */
export function restored(path: string, { keepUnless }: { keepUnless: string }): State {
  assertPath(path);
  const copy = `${path}.before-milepost`;
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
    capture: captureFile(path),
    undo: restoreFile(path),
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
