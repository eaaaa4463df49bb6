import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { FileOptions } from './files';
import { assertPath, identifier } from './paths';
import { diffFile, observeFile } from './observed/observe';
import { captureFile, refusal, replaceFile, restoreFile } from './replace';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A JSON file whose outermost value is an object has these members, whole; others stay as they are written. A file that is missing is
 * made. No secrets: write the whole file then. It needs no program that Debian does not bring.
 */
export function json(
  path: string,
  members: Readonly<Record<string, Json>>,
  { mode = '0644', owner = 'root:root', validate }: Pick<FileOptions, 'mode' | 'owner' | 'validate'> = {},
): State {
  assertPath(path);
  const names = Object.keys(members);
  if (names.length === 0) throw new Error(`No members for ${path}.`);
  const pairs = Object.entries(members).flatMap(([name, value]) => [
    JSON.stringify(name),
    JSON.stringify(value),
  ]);
  return {
    id: `json_${identifier(path)}`,
    label: `${path} has ${names.join(', ')} as wanted`,
    action: `Set ${names.join(', ')} in ${path}`,
    check: sh`mp_has_members ${path} ${pairs}`.displayAs(`compare ${names.join(', ')} of ${path}`),
    apply: replaceFile(path, sh`mp_with_members "$mp_file" ${pairs}`, {
      ...{ mode, owner, keepAccess: true },
      ...(validate && { before: refusal(validate) }),
    }).displayAs(`in ${path}:\n${JSON.stringify(members, null, 2)}`),
    preview: sh`
      mp_has_members ${path} ${pairs} 2>/dev/null
      if [ "$?" = 2 ]; then mp_finding blocked ${`${path} is not a JSON object: put it right, or move it away.`}
      else mp_changes_finding ${path} ${`in it, ${names.join(', ')} is set`}; fi
    `.displayAs(`look for ${path}`),
    observe: observeFile(path),
    diff: diffFile(path, sh`mp_with_members "$mp_file" ${pairs}`),
    capture: captureFile(path),
    undo: restoreFile(path),
    result: `${path} is changed by Milepost`,
    writes: path,
    idempotent: true,
  };
}
