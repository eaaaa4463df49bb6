import type { Command } from '../../dsl/sh';
import { sequence, sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { captureFile, replaceFile, restoreFile } from '../file/replace';
import { FINDING_FUNCTIONS } from '../findings';
import { PARSER, compact } from './parser';
import { precondition } from './precondition';

export interface Directive {
  /** The section it belongs to. */
  section: 'main' | 'events';
  name: string;
  /** One word, without quotes. */
  value: string;
  /** The form field that gives the value. */
  field: string;
}

/**
 * Prints what is to be done, fields separated by tabs: `same`; `replace START SIZE FORMER`, in bytes; `line START 0` or `word START 0`
 * where it is missing and a line, or more of a line, is to be inserted; or `blocked SENTENCE`.
 */
const LOCATE = String.raw`
function on_any(file, ctx, starts) { if (file == main && ctx == "" && first == "") first = starts[1] - 1 }
function on_directive(file, ctx, srv, k, words, starts, ends, line,   i) {
  on_any(file, ctx, starts)
  if (ctx != section || words[1] != name) return
  if (k < 2) { fail(file, line, name " has no value"); return }
  at[++found] = file ", line " line
  if (found > 1) return
  in_file = file; start = starts[2] - 1; size = ends[k] - starts[2]; former = words[2]
  for (i = 3; i <= k; i++) former = former " " words[i]
}
function on_block(file, ctx, srv, k, words, starts, ends, line, next_byte) {
  on_any(file, ctx, starts)
  if (ctx == "" && words[1] == "events") { events = file; events_line = line; inside = next_byte - 1 }
}
function blocked(sentence) { print "blocked\t" sentence; exit }
BEGIN {
  parse(main, "", 0)
  if (broken != "") blocked(broken)
  if (found > 1) blocked(name " is set twice, in " at[1] " and in " at[2] ": remove one of them.")
  if (found && former == value) { print "same"; exit }
  if (found && in_file != main)
    blocked(name " is set to " former " in " at[1] ", which Milepost does not change: choose " former " in the form, or remove it there.")
  if (linked != "") blocked(main " is a symbolic link, which Milepost does not replace: set “" name " " value ";” there by hand.")
  if (found) { print "replace\t" start "\t" size "\t" former; exit }
  if (section == "") { print "line\t" first + 0 "\t0"; exit }
  if (events == "") blocked(main " has no events section: add the line “events {}” to it.")
  if (events != main) blocked("The events section is in " events ", line " events_line ": add “" name " " value ";” to it.")
  print "word\t" inside "\t0"
}
`;

/** A directive of nginx's main file has this value; every other byte of the file stays as it is. */
export function directive(path: string, wanted: Directive): State {
  const { name, value, field } = wanted;
  const statement = `${name} ${value};`;
  return {
    id: `directive_${name}`,
    label: `${path} says “${statement}”`,
    check: sh`
      [ -f ${path} ] || exit 1
      ${locator(path)}
      ${locate(wanted)}
      [ "$found" = same ]
    `.displayAs(`look for ${name} in ${path}`),
    apply: sh`
      ${locator(path)}
      ${locate(wanted)}
      case $found in
        same) exit 0 ;;
        replace) ${replaceFile(path, splice(path, sh`printf %s ${value}`), 'as before')} ;;
        line) ${replaceFile(path, splice(path, sh`printf '%s\n' ${statement}`), 'as before')} ;;
        word) ${replaceFile(path, splice(path, sh`printf ' %s' ${statement}`), 'as before')} ;;
        blocked) printf '%s\n' "$sentence" >&2; exit 4 ;;
        *) exit 2 ;;
      esac
    `.displayAs(`in ${path}: ${statement}`),
    preview: sh`
      ${FINDING_FUNCTIONS}
      [ -f ${path} ] || exit 0
      ${locator(path)}
      ${locate(wanted)}
      case $found in
        replace) mp_finding changes ${`${name} changes from`}" $former "${`to ${value} in ${path}.`} ${field} ;;
        line | word) mp_finding changes ${`“${statement}” is added to ${path}, which does not set it.`} ${field} ;;
      esac
    `,
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
      ${locate(wanted)}
      if [ "$found" = blocked ]; then printf '%s\t%s\n' "$sentence" ${wanted.field}; fi
    `,
  );
  return precondition({
    id: 'directives_settable',
    label: `${path} can take the settings`,
    functions: sh`
      ${locator(path)}
      mp_reasons() {
        [ -e ${path} ] || return 0
        ${sequence(...reasons)}
      }
    `,
    display: `read ${path}`,
  });
}

/** The function that `locate` calls. */
function locator(path: string): Command {
  return sh`
    mp_locate() {
      linked=''
      if [ -h ${path} ]; then linked=yes; fi
      LC_ALL=C awk -v main=${path} -v linked="$linked" -v section="$1" -v name="$2" -v value="$3" ${compact(PARSER + LOCATE)}
    }
  `;
}

/** Sets `$found` to what LOCATE answers, and what goes with it: `$start`, `$size`, `$former`, or `$sentence`. */
function locate({ section, name, value }: Directive): Command {
  return sh`
    located=$(mp_locate ${section === 'main' ? '' : `/${section}`} ${name} ${value}) || exit 2
    found=$(printf '%s\n' "$located" | cut -f 1) sentence=$(printf '%s\n' "$located" | cut -f 2)
    start=$sentence size=$(printf '%s\n' "$located" | cut -f 3) former=$(printf '%s\n' "$located" | cut -f 4)
  `;
}

/** Prints the file with something else in place of `$size` bytes from `$start`. */
function splice(path: string, print: Command): Command {
  return sh`{ head -c "$start" ${path} && ${print} && tail -c "+$((start + size + 1))" ${path}; }`;
}
