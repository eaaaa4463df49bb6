import type { Command } from '../../dsl/sh';
import { chain, sequence, sh } from '../../dsl/sh';
import type { Assertion, ReversibleChange, State } from '../../dsl/state';
import { toTemplate } from '../../dsl/template';
import type { Template } from '../../dsl/template';
import { prepareReplacement, checkReplacement, replacingFindings } from './edits';
import type { Comparison, Directives } from './edits';
import { assertPath, assertRemovable, identifier, octal } from './paths';
import { diffFile, diffKind, observeFile } from './observed/observe';
import { captureFile, refusal, replaceFile, restoreFile } from './replace';
import { assertion } from '../assertion';

export interface Access {
  /** Octal, `0644` when left out. */
  mode?: string;
  /** `user:group`, `root:root` when left out. */
  owner?: string;
}

export interface FileOptions extends Access {
  /** Lines at the end of the file that depend on what is on the server. */
  inherited?: InheritedSettings;
  /** Where each line is a name and a value: previews then name the settings that change. */
  directives?: Directives;
  /** What the form's field of this name says: replace the file although somebody edited what Milepost wrote. */
  replaceEdited?: boolean;
  /**
   * Looks at what is about to be written, in the file "$new", before anything is changed. Where it is to be refused it prints why and
   * exits with something else than 0. Changes nothing.
   */
  validate?: Command;
}

/** Settings that a file takes over from the one that it replaces. */
export interface InheritedSettings {
  /** Prints their lines, from the file as it is before it is replaced; from the result it prints the same again. */
  print: Command;
  /** The same for people: what is printed where nothing is found, with a comment on the rest. */
  display: string;
  /** Prints findings on what is kept or lost. */
  findings: Command;
}

/**
 * A file holds exactly this, with this mode and owner. Written whole or not at all, behind symbolic links; secrets only pass through pipes.
 * A copy of what Milepost did not write is kept beside it. Its operation begins with the assertion `replaceable` of the same arguments by itself.
 */
export function content(
  path: string,
  wanted: string | Template,
  options: FileOptions = {},
): ReversibleChange {
  const { mode = '0644', owner = 'root:root', inherited, validate } = options;
  const comparison = comparisonOf(path, wanted, options);
  const { body, print } = comparison;
  const masked = toTemplate(body.display).printCommand;
  return {
    id: `content_${identifier(path)}`,
    label: `${path} is as wanted`,
    action: `Write ${path}`,
    check: sh`
      [ -f ${path} ] || exit 1
      [ "$(stat -L -c '%a %U:%G' ${path})" = ${`${octal(mode)} ${owner}`} ] || exit 1
      ${print} | cmp -s - ${path}
    `.displayAs(`compare ${path} (${mode} ${owner})`),
    apply: replaceFile(path, print, {
      ...{ mode, owner, secret: body.secrets.length > 0 },
      before: sequence(...(validate ? [refusal(validate)] : []), prepareReplacement(comparison)),
    }).displayAs(`write ${path} (${mode} ${owner})\n${body.display}${inherited?.display ?? ''}`),
    preview: sh`
      ${inherited?.findings ?? sh`:`}
      ${replacingFindings(comparison)}
    `.displayAs(`compare ${path} with what will be written`),
    observe: observeFile(path, { secret: body.secrets.length > 0 }),
    diff: diffFile(path, withInherited(masked, options), diffKind(body, options.directives !== undefined)),
    capture: captureFile(path),
    undo: restoreFile(path),
    precedingAssertion: replaceable(path, wanted, options),
    result: `${path} is written by Milepost`,
    writes: path,
    owns: true,
    idempotent: true,
  };
}

/** `content` with these arguments can be applied and loses nobody's edit. For the first milestone, before anything is changed. */
export function replaceable(path: string, wanted: string | Template, options: FileOptions = {}): Assertion {
  const comparison = comparisonOf(path, wanted, options);
  const look = `look for edits of ${path}`;
  return {
    ...assertion({
      id: `replaceable_${identifier(path)}`,
      label: `${path} can be written without losing an edit`,
      check: checkReplacement(comparison, sh`[ -z "$problem" ]`).displayAs(look),
      onFailure: checkReplacement(comparison, sh`echo "$problem" >&2`),
    }),
    preview: checkReplacement(
      comparison,
      sh`[ -z "$problem" ] || mp_finding blocked "$problem" "\${field# }"`,
    ).displayAs(look),
  };
}

function comparisonOf(path: string, wanted: string | Template, options: FileOptions): Comparison {
  assertPath(path);
  const { directives, replaceEdited = false } = options;
  const body = toTemplate(wanted).withFinalNewline();
  const print = withInherited(body.printCommand, options);
  return { path, print, body, directives, replaceEdited };
}

function withInherited(print: Command, { inherited }: FileOptions): Command {
  return inherited ? sh`( ${chain(print, sh`( ${inherited.print} )`)} )` : print;
}

/** The file that `content` or `line` replaced is back. Where there was none, it is removed or stays. One that was edited since stays. */
export function removedOrRestored(
  path: string,
  { withoutBackup }: { withoutBackup: 'removed' | 'stays' },
): ReversibleChange {
  assertPath(path);
  return {
    id: `restored_${identifier(path)}`,
    label:
      withoutBackup === 'removed'
        ? `${path} is what it was before, or gone`
        : `${path} is what it was before`,
    action:
      withoutBackup === 'removed'
        ? `Restore ${path}, or remove it`
        : `Restore ${path} where Milepost replaced it`,
    check: sh`mp_is_restored ${path} ${withoutBackup}`.displayAs(`look for a copy of the former ${path}`),
    apply: sh`mp_restore_backup ${path} ${withoutBackup}`.displayAs(
      withoutBackup === 'removed'
        ? `put the former ${path} back, or remove it`
        : `put the former ${path} back`,
    ),
    observe: observeFile(path),
    diff: sh`mp_diff_restored ${path}`.displayAs(`diff -u ${path} and its copy`),
    capture: captureFile(path),
    undo: restoreFile(path),
    leftoverLabel: `${path} as Milepost wrote it`,
    result: `${path} is restored${withoutBackup === 'removed' ? ', or removed if Milepost created it' : ' where Milepost replaced it'}`,
    writes: path,
    idempotent: true,
  };
}

/** The file is as it was before Milepost wrote it, or gone if it was not there. One that was edited since stays. */
export function original(path: string): ReversibleChange {
  return removedOrRestored(path, { withoutBackup: 'removed' });
}

/** Prints the copies that Milepost keeps of what was at these paths, a path a line. Changes nothing. */
export function listBackups(...paths: readonly string[]): Command {
  return sh`mp_list_backups ${paths}`.displayAs(`look for copies of ${paths.join(', ')}`);
}

/** One line of a file reads so; the rest is as it was. `like` is an extended regular expression that finds exactly one line. */
export function line(path: string, { match, content }: { match: string; content: string }): State {
  assertPath(path);
  if (content.includes('\n')) throw new Error(`Not one line: ${content}`);
  const unclear = `${path} needs exactly one line that can become “${content.trim()}”, but `;
  return {
    id: `line_${identifier(content.trim().split(/\s/)[0] ?? '')}`,
    label: `${path} says “${content.trim()}”`,
    action: `Set “${content.trim()}” in ${path}`,
    check: sh`
      [ -f ${path} ] || exit 1
      [ "$(grep -cE ${match} ${path})" = 1 ] && [ "$(grep -E ${match} ${path})" = ${content} ]
    `.displayAs(`grep ${content.trim()} ${path}`),
    apply: sh`
      found=$(grep -nE ${match} ${path} | cut -d: -f1)
      case $found in
        '' | *[!0-9]*) echo ${unclear}"it has $(grep -cE ${match} ${path}). Leave one of them, or add one." >&2; exit 4 ;;
      esac
      ${replaceFile(path, withLine(content), 'as before')}
    `.displayAs(`in ${path}: ${content.trim()}`),
    preview: sh`
      mp_find ${path}
      if [ -n "$mp_problem" ]; then
        mp_finding blocked "$mp_problem"
      elif [ "$(grep -cE ${match} ${path} 2>/dev/null)" = 1 ]; then
        mp_classify
        mp_next_copy
        case $mp_is in
          foreign | edited) mp_finding changes ${`${path} was not written by Milepost:`}" in it “$(grep -E ${match} ${path} | sed 's/^[[:space:]]*//' | cut -c1-120)” becomes “"${content.trim()}"”. A copy is kept as $mp_copy." ;;
        esac
      elif [ -f ${path} ]; then
        mp_finding warns ${unclear}"it has $(grep -cE ${match} ${path})."
      fi
    `.displayAs(`grep ${content.trim()} ${path}`),
    observe: observeFile(path),
    diff: diffFile(
      path,
      sh`
        found=$(grep -nE ${match} "$mp_file" 2>/dev/null | cut -d: -f1)
        case $found in '' | *[!0-9]*) exit 1 ;; esac
        ${withLine(content)}
      `,
    ),
    capture: captureFile(path),
    undo: restoreFile(path),
    result: `${path} is changed by Milepost`,
    writes: path,
    idempotent: true,
  };
}

function withLine(content: string): Command {
  return sh`{ head -n "$((found - 1))" "$mp_file" && printf '%s\n' ${content} && tail -n "+$((found + 1))" "$mp_file"; }`;
}

/** Nothing is at this path, nor are the copies that Milepost kept of it. Directories go with all that is in them: say in `destructive` what is lost. */
export function absent(path: string, { destructive }: { destructive?: string } = {}): State {
  assertRemovable(path);
  return {
    id: `absent_${identifier(path)}`,
    label: `${path} is gone`,
    action: `Delete ${path}`,
    check: sh`mp_is_absent ${path}`.displayAs(`look for ${path}`),
    apply: sh`mp_remove_file ${path}`.displayAs(`rm -rf --one-file-system -- ${path}`),
    noUndoReason: 'What is removed there is not kept.',
    leftoverLabel: path,
    result: `${path} is removed`,
    idempotent: true,
    ...(destructive !== undefined && { destructive }),
  };
}

/** A directory is there, with this mode and owner. */
export function directory(path: string, { mode = '0755', owner = 'root:root' }: Access = {}): State {
  assertPath(path);
  const [user = 'root', group = user] = owner.split(':');
  return {
    id: `directory_${identifier(path)}`,
    label: `The directory ${path} exists`,
    action: `Create the directory ${path}`,
    check: sh`
      [ -d ${path} ] || exit 1
      [ "$(stat -c '%a %U:%G' ${path})" = ${`${octal(mode)} ${owner}`} ]
    `.displayAs(`stat ${path}`),
    apply: sh`install -d -m ${mode} -o ${user} -g ${group} ${path}`,
    capture: sh`
      if [ -d ${path} ]; then stat -c 'there %a %u:%g' ${path}; exit; fi
      missing=${path}
      while [ -n "$missing" ] && ! [ -d "$missing" ]; do echo "absent $missing"; missing=\${missing%/*}; done
    `.displayAs(`stat ${path}`),
    undo: sh`
      while read -r former missing owner; do
        case $former in
          there) [ -d ${path} ] || exit 0; chown "$owner" ${path} && chmod "$missing" ${path} || exit ;;
          absent) [ -d "$missing" ] || continue; rmdir "$missing" 2>/dev/null || echo "$missing is not empty: it stays." ;;
        esac
      done <"$MP_CAPTURE_FILE"
    `.displayAs(`remove ${path} if it was not there before and is empty`),
    listLeftovers: sh`[ ! -d ${path} ] || grep -q '^there ' "$MP_CAPTURE_FILE" || echo ${`the directory ${path}`}`,
    result: `${path} exists`,
    idempotent: true,
  };
}
