import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { FileOptions } from './files';
import { assertPath, identifier } from './paths';
import { diffFile, observeFile } from './observed/observe';
import { captureFile, refusal, replaceFile, restoreFile } from './replace';

export interface IniOptions extends Pick<FileOptions, 'mode' | 'owner' | 'validate'> {
  /** The section's name without brackets; null for what stands before the first one. */
  section: string | null;
  /** Each is there once, with this value. No secrets: write the whole file then. */
  settings: Readonly<Record<string, string | number>>;
  /** Between name and value; ` = ` when left out. Spaces around a `=` are no difference. */
  separator?: string;
}

/**
 * Settings in a section of a file whose lines are `name = value` below `[section]`. Comments and other settings stay; a setting that is
 * there twice becomes one. A file or section that is missing is made.
 */
export function ini(
  path: string,
  { section, settings, separator = ' = ', validate, mode = '0644', owner = 'root:root' }: IniOptions,
): State {
  assertPath(path);
  const lines = Object.entries(settings).map(
    ([name, value]) => `${assertWord(name)}\t${assertWord(String(value))}`,
  );
  if (lines.length === 0) throw new Error(`No settings for ${path}.`);
  const place = section === null ? path : `[${assertWord(section)}] of ${path}`;
  const shown = Object.entries(settings).map(([name, value]) => `${name}${separator}${value}`);
  const arguments_ = [section === null ? '' : `[${section}]`, separator, ...lines];
  return {
    id: `ini_${identifier(`${section ?? ''} ${Object.keys(settings)[0] ?? ''}`)}`,
    label: `${place} says ${shown.join(', ')}`,
    action: `Set ${shown.join(', ')} in ${place}`,
    check: sh`mp_has_settings ${path} ${arguments_}`.displayAs(`look for ${shown.join(', ')} in ${path}`),
    apply: replaceFile(path, sh`mp_with_settings "$mp_file" ${arguments_}`, {
      ...{ mode, owner, keepAccess: true },
      ...(validate && { before: refusal(validate) }),
    }).displayAs(`in ${place}:\n${shown.join('\n')}`),
    preview: sh`mp_changes_finding ${path} ${`in it, ${shown.join(', ')} is set`}`.displayAs(
      `look for ${path}`,
    ),
    observe: observeFile(path),
    diff: diffFile(path, sh`mp_with_settings "$mp_file" ${arguments_}`),
    capture: captureFile(path),
    undo: restoreFile(path),
    result: `${path} is changed by Milepost`,
    writes: path,
    idempotent: true,
  };
}

function assertWord(word: string): string {
  if (/[\t\n\0]/.test(word) || word.trim() !== word) throw new Error(`Not a word of an INI file: ${word}`);
  return word;
}
