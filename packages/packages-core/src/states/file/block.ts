import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { toTemplate } from '../../dsl/template';
import type { Template } from '../../dsl/template';
import type { FileOptions } from './files';
import { assertPath, identifier } from './paths';
import { diffFile, diffKind, observeFile } from './observed/observe';
import { captureFile, refusal, replaceFile, restoreFile } from './replace';

export interface BlockOptions extends Pick<FileOptions, 'mode' | 'owner' | 'validate'> {
  /** What it is called in its first and last line: `# BEGIN Milepost: NAME`. Unique within the file. */
  name: string;
  /** The lines, without those two. */
  text: string | Template;
  /** What a comment begins with; `#` when left out. */
  comment?: string;
}

/**
 * Lines within a file that belongs to somebody else, between two comments. The first time they are added at its end; the rest stays as
 * it is. A file that is missing is made with `mode` and `owner`. Secrets only pass through pipes.
 */
export function block(path: string, { name, text, comment = '#', validate, ...access }: BlockOptions): State {
  const { mode = '0644', owner = 'root:root' } = access;
  assertBlock(path, name, comment);
  const body = toTemplate(text).withFinalNewline();
  const withBlock = (lines: Template) =>
    sh`{ ${lines.printCommand}; } | mp_with_block "$mp_file" ${comment} ${name}`;
  return {
    ...common(path, name),
    id: `block_${identifier(name)}`,
    label: `${path} has the lines “${name}”`,
    action: `Write the lines “${name}” into ${path}`,
    check: sh`
      mp_has_block ${path} ${comment} ${name} || exit
      { ${body.printCommand}; } | mp_is_block ${path} ${comment} ${name}
    `.displayAs(`look for “${name}” in ${path}`),
    apply: replaceFile(path, withBlock(body), {
      ...{ mode, owner, keepAccess: true, secret: body.secrets.length > 0 },
      ...(validate && { before: refusal(validate) }),
    }).displayAs(`in ${path}, between two comments “${name}”:\n${body.display}`),
    preview: blockFindings(path, comment, name),
    observe: observeFile(path, { secret: body.secrets.length > 0 }),
    diff: diffFile(path, withBlock(toTemplate(body.display)), diffKind(body, false)),
    result: `${path} has the lines “${name}”`,
  };
}

/** The lines of `block` are gone; what else is in the file stays. A file with nothing else in it that Milepost made is removed. */
export function blockAbsent(
  path: string,
  { name, comment = '#' }: Pick<BlockOptions, 'name' | 'comment'>,
): State {
  assertBlock(path, name, comment);
  return {
    ...common(path, name),
    id: `block_absent_${identifier(name)}`,
    label: `${path} has no lines “${name}”`,
    action: `Remove the lines “${name}” from ${path}`,
    check: sh`
      mp_has_block ${path} ${comment} ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`look for “${name}” in ${path}`),
    apply: sh`
      ${replaceFile(path, sh`mp_without_block "$mp_file" ${comment} ${name}`, 'as before')}
      mp_remove_if_empty
    `.displayAs(`remove the lines “${name}” from ${path}`),
    observe: observeFile(path),
    diff: diffFile(path, sh`mp_without_block "$mp_file" ${comment} ${name}`),
    leftoverLabel: `the lines “${name}” in ${path}`,
    result: `The lines “${name}” are removed from ${path}`,
  };
}

function common(path: string, name: string) {
  return {
    capture: captureFile(path),
    undo: restoreFile(path),
    listLeftovers: sh`if grep -qsF ${`BEGIN Milepost: ${name}`} ${path}; then echo ${`lines “${name}” in ${path}`}; fi`,
    writes: path,
    idempotent: true as const,
  };
}

function blockFindings(path: string, comment: string, name: string): Command {
  return sh`
    problem=$(mp_block_problem ${path} ${comment} ${name})
    if [ -n "$problem" ]; then mp_finding blocked "$problem"; else mp_changes_finding ${path} ${`the lines “${name}” are added`}; fi
  `.displayAs(`look for “${name}” in ${path}`);
}

function assertBlock(path: string, ...words: readonly string[]): void {
  assertPath(path);
  const wrong = words.find((word) => !/^\S([^\n\0]{0,98}\S)?$/.test(word));
  if (wrong !== undefined) throw new Error(`Not part of a comment: ${wrong}`);
}
