import type { Command } from '../../../dsl/sh';
import { sh } from '../../../dsl/sh';
import type { Template } from '../../../dsl/template';

/** Prints which content is there: see contract/observation.ts. `secret`: it may be one. */
export function observeFile(path: string, { secret = false } = {}): Command {
  return sh`mp_observe_file ${path} ${secret ? '1' : ''}`.displayAs(`sha256sum ${path}`);
}

/**
 * How much of a file may be shown: see states/lib/file/diff.sh. `directives`: the lines that are shown whole, and the names, in lower case,
 * whose values are.
 */
export type DiffKind = 'plain' | 'secret' | { directives: readonly string[] };

/**
 * Prints what would change in a file: see contract/file-diff.ts. `print` finds the file in "$mp_file" and needs no secrets: they are masked
 * in what it prints. Where it fails nothing is printed.
 */
export function diffFile(path: string, print: Command, how: DiffKind = 'plain'): Command {
  const words = typeof how === 'string' ? [how] : ['directives', ...how.directives];
  return sh`
    mp_find ${path}
    [ -z "$mp_problem" ] || exit 0
    { ( ${print} ) || printf '\n%s\n' "$mp_not_printed"; } | mp_print_diff ${words}
  `.displayAs(`diff -u ${path} and what will be written`);
}

/** How much of a file with this text may be shown. `directives`: each of its lines is a name and a value. */
export function diffKind(body: Template, directives: boolean): DiffKind {
  if (body.secrets.length === 0 && !directives) return 'plain';
  if (!directives) return 'secret';
  const masks = body.secrets.map((name) => `‹${name}›`);
  const lines = body.display.split('\n').filter((line) => line.trim() !== '');
  const isPublic = (line: string) => !masks.some((mask) => line.includes(mask));
  return {
    directives: lines
      .filter(isPublic)
      .map((line) => (/^\s*#/.test(line) ? line : (line.trim().split(/\s/)[0] ?? '').toLowerCase())),
  };
}
