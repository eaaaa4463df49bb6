import type { Command } from '../../dsl/sh';
import { sequence, sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { diffFile, observeFile } from '../file/observed/observe';
import { captureFile, restoreFile } from '../file/replace';
import { precondition } from '../precondition';

export interface Directive {
  /** The section it belongs to. */
  section: 'main' | 'events';
  name: string;
  /** One word, without quotes. */
  value: string;
  /** The form field that gives the value. */
  field: string;
}

/** A directive of nginx's main file has this value; every other byte of the file stays as it is. */
export function directive(path: string, wanted: Directive): State {
  const { name, value, field } = wanted;
  const statement = `${name} ${value};`;
  return {
    id: `directive_${name}`,
    label: `${path} says “${statement}”`,
    action: `Set “${statement}” in ${path}`,
    check: sh`
      [ -f ${path} ] || exit 1
      ${locate(path, wanted)}
      [ "$found" = same ]
    `.displayAs(`look for ${name} in ${path}`),
    apply: sh`
      ${locate(path, wanted)}
      mp_set_directive ${path} ${value} ${statement}
    `.displayAs(`in ${path}: ${statement}`),
    preview: sh`
      [ -f ${path} ] || exit 0
      ${locate(path, wanted)}
      case $found in
        replace) mp_finding changes ${`${name} changes from`}" $former "${`to ${value} in ${path}.`} ${field} ;;
        line | word) mp_finding changes ${`“${statement}” is added to ${path}, which does not set it.`} ${field} ;;
      esac
    `,
    observe: observeFile(path),
    diff: sh`
      [ -f ${path} ] || exit 0
      ${locate(path, wanted)}
      ${diffFile(path, sh`mp_print_with_directive ${path} ${value} ${statement}`)}
    `.displayAs(`diff -u ${path} and what will be written`),
    capture: captureFile(path),
    undo: restoreFile(path),
    result: `${name} is ${value} in ${path}`,
    writes: path,
    idempotent: true,
  };
}

/** Where nginx's main file is there already: it can be read, and each of these directives can be set in it. */
export function settable(path: string, directives: readonly Directive[]): State {
  const reasons = directives.map(
    (wanted) => sh`
      ${locate(path, wanted)}
      mp_directive_reason ${wanted.field}
    `,
  );
  return precondition({
    id: 'directives_settable',
    label: `${path} can take the settings`,
    reasons: sh`
      [ -e ${path} ] || exit 0
      ${sequence(...reasons)}
    `,
    display: `read ${path}`,
  });
}

/** Sets `$found` to where the directive stands: see mp_locate_directive. */
function locate(path: string, { section, name, value }: Directive): Command {
  return sh`mp_locate_directive ${path} ${section === 'main' ? '' : `/${section}`} ${name} ${value}`;
}
