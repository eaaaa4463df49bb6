import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { Template } from '../../dsl/template';

/** Of a file whose lines are a name and a value each: names can be said of it, values never. */
export interface Directives {
  /** `NAME VALUE` of what is so where the file does not say it; these are no change. */
  defaults: readonly string[];
}

export interface Comparison {
  path: string;
  /** Prints what will be written. */
  print: Command;
  body: Template;
  directives: Directives | undefined;
  /** The person has chosen to replace what was edited by hand. */
  replaceEdited: boolean;
}

/** The form's field that lets a person replace files that were edited by hand: dsl/form/replace-edited. */
const FIELD = 'replaceEdited';

/** The directives whose values are secrets: digests are compared instead. */
function secretNames({ body }: Comparison): Command {
  const lines = body.display
    .split('\n')
    .filter((line) => body.secrets.some((name) => line.includes(`‹${name}›`)));
  const names = new Set(lines.map((line) => (line.trim().split(/\s/)[0] ?? '').toLowerCase()));
  return sh`mp_secret_names=${` ${[...names].join(' ')} `}`;
}

/** Prints the text that is written, as it is kept to be compared with later. No secret is in it. Empty where it cannot be compared. */
function recordedText({ body, directives }: Comparison): Command {
  if (directives) return sh`mp_directives <"$new"`;
  return body.secrets.length > 0 ? sh`:` : sh`cat "$new"`;
}

/** Steps of a replacement: refuses to lose an edit, then records the text. */
export function prepareReplacement(comparison: Comparison): Command {
  const lost = lostChanges({ ...comparison, print: sh`cat "$new"` });
  const keepEdits = sh`if [ "$mp_is" = edited ]; then mp_keep_edits "$(${lost})"; fi`;
  return sh`
    ${secretNames(comparison)}
    ${comparison.replaceEdited ? sh`:` : keepEdits}
    ${recordedText(comparison)} | mp_record_text || mp_end 1
  `;
}

/** Prints what of an edited file would be lost: names of directives, changed lines, or that something would. Nothing where all of it stays. */
function lostChanges({ print, body, directives }: Comparison): Command {
  if (directives) return sh`{ ${print}; } | mp_compare_directives 1`;
  return body.secrets.length > 0 ? sh`echo 'what was changed there would be lost'` : sh`mp_changed_lines`;
}

/** Findings on a file that would be replaced: by whom it was written, what is lost of it, where the copy will be. */
export function replacingFindings(comparison: Comparison): Command {
  const { path, print, directives, replaceEdited } = comparison;
  const changes = directives ? sh`{ ${print}; } | mp_compare_directives '' ${directives.defaults}` : sh`:`;
  return sh`
    ${secretNames(comparison)}
    mp_find ${path}
    if [ -z "$mp_problem" ]; then
      mp_classify
      mp_next_copy
      case $mp_is in
        foreign | former | copied) { ${changes}; } | mp_replacing_finding ;;
        edited) { ${lostChanges(comparison)}; } | mp_edited_finding ${FIELD} ${replaceEdited ? '1' : ''} ;;
      esac
    fi
  `;
}

/** Sets "problem": why the file must not be replaced, and "field", the form's field that helps. Secrets pass through pipes only. */
export function checkReplacement(comparison: Comparison, then: Command): Command {
  const { path, print, replaceEdited } = comparison;
  return sh`
    ${secretNames(comparison)}
    mp_find ${path}
    mp_is=''
    [ -n "$mp_problem" ] || mp_classify
    (
      if [ -n "$mp_problem" ]; then
        printf ' \t%s\n' "$mp_problem"
      elif [ "$mp_is" = edited ] && [ -z ${replaceEdited ? '1' : ''} ]; then
        if { ${print}; } | cmp -s - "$mp_file"; then exit 0; fi
        { ${lostChanges(comparison)}; } | mp_edit_problem ${FIELD}
      fi
    ) | {
      IFS="$mp_tab" read -r field problem || :
      ${then}
    }
  `;
}
