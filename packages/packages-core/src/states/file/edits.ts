import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { Template } from '../../dsl/template';
import { FINDING_FUNCTIONS } from '../findings';
import { FILE_RECORD } from './record';

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

/** The form's field that lets a person replace files that were edited by hand: dsl/replace-edited. */
const FIELD = 'replaceEdited';

/** The directives whose values are secrets: digests are compared instead. */
function secretNames(body: Template): string[] {
  const lines = body.display
    .split('\n')
    .filter((line) => body.secrets.some((name) => line.includes(`‹${name}›`)));
  return [...new Set(lines.map((line) => (line.trim().split(/\s/)[0] ?? '').toLowerCase()))];
}

/**
 * `mp_directives` prints those of stdin, `NAME TAB VALUE`, in order, names in lower case, secrets as digests.
 * `mp_join` prints the lines of stdin as one, the first twenty of them.
 */
const directiveFunctions = (body: Template): Command => sh`
  mp_tab=$(printf '\t')
  mp_directives() {
    awk '{
      gsub(/^[ \t\r]+|[ \t\r]+$/, "")
      if ($0 == "" || /^#/) next
      name = tolower($1)
      sub(/^[^ \t]+[ \t]*/, "")
      if (/^"[^"\\]*"$/ || /^\047[^\047]*\047$/) $0 = substr($0, 2, length($0) - 2)
      gsub(/\t/, " ")
      print name "\t" $0
    }' | while IFS= read -r line; do
      case ${` ${secretNames(body).join(' ')} `} in
        *" \${line%%"$mp_tab"*} "*) line="\${line%%"$mp_tab"*}$mp_tab$(printf %s "\${line#*"$mp_tab"}" | sha256sum | cut -c1-64)" ;;
      esac
      printf '%s\n' "$line"
    done
  }
  mp_join() { awk 'NR <= 20 { text = text (NR > 1 ? ", " : "") $0 } END { if (NR > 20) text = text " and " NR - 20 " more"; print text }'; }
`;

/** Prints the text that is written, as it is kept to be compared with later. No secret is in it. Empty where it cannot be compared. */
function recordedText({ body, directives }: Pick<Comparison, 'body' | 'directives'>): Command {
  if (directives) return sh`mp_directives <"$new"`;
  return body.secrets.length > 0 ? sh`:` : sh`cat "$new"`;
}

/** Functions and steps of a replacement: refuses to lose an edit, then records the text. */
export function prepareReplacement(comparison: Comparison): Command {
  return sh`
    ${directiveFunctions(comparison.body)}
    ${
      comparison.replaceEdited
        ? sh`:`
        : sh`
      if [ "$mp_is" = edited ]; then
        lost=$(${lostChanges({ ...comparison, print: sh`cat "$new"` })})
        if [ -n "$lost" ]; then ${reportLostChanges(comparison.path)} >&2; mp_end 4; fi
      fi
    `
    }
    mkdir -p "\${mp_record%/*}" && ${recordedText(comparison)} >"$mp_record.text.new" && mv -f "$mp_record.text.new" "$mp_record.text" || mp_end 1
  `;
}

const reportLostChanges = (path: string): Command =>
  sh`echo ${`${path} was edited since Milepost wrote it:`} "$lost. To replace it choose “Replace files that were edited by hand”; a copy is kept."`;

/** Prints what of an edited file would be lost: names of directives, changed lines, or that something would. Nothing where all of it stays. */
function lostChanges({ print, body, directives }: Comparison): Command {
  if (directives) return compareDirectives({ print, edited: true, defaults: [] });
  if (body.secrets.length > 0) return sh`echo 'what was changed there would be lost'`;
  return sh`
    if [ -f "$mp_record.text" ]; then
      diff "$mp_record.text" "$mp_file" | sed -n 's/^> */+ /p; s/^< */- /p' | cut -c1-100 | head -n 6 | mp_join
    else
      echo 'what was changed there would be lost'
    fi
  `;
}

interface DirectiveComparison {
  print: Command;
  /** Only what differs from what Milepost wrote. */
  edited: boolean;
  defaults: readonly string[];
}

/** Prints the names of directives that will not be what they are in the file, joined. */
function compareDirectives({ print, edited, defaults }: DirectiveComparison): Command {
  return sh`
    {
      printf '%s\n' ${defaults.length > 0 ? defaults : '#'} | mp_directives | sed 's/^/default\t/'
      ${edited ? sh`sed 's/^/wrote\t/' "$mp_record.text" 2>/dev/null` : sh`:`}
      mp_directives <"$mp_file" | sed 's/^/is\t/'
      (
        ${print}
      ) | mp_directives | sed 's/^/will\t/'
    } | awk -F '\t' -v edited=${edited ? '1' : ''} '
      { if (!($2 in seen)) { seen[$2] = 1; names[++n] = $2 } value[$1, $2] = value[$1, $2] "\n" $3 }
      function of(kind, name) { return (kind, name) in value ? value[kind, name] : value["default", name] }
      END {
        for (i = 1; i <= n; i++) {
          name = names[i]
          if (of("is", name) != of("will", name) && (edited == "" || of("is", name) != of("wrote", name))) print name
        }
      }
    ' | mp_join
  `;
}

/** Findings on a file that would be replaced: by whom it was written, what is lost of it, where the copy will be. */
export function replacingFindings(comparison: Comparison): Command {
  const { path, print, directives, body } = comparison;
  const changes = directives
    ? sh`${compareDirectives({ print, edited: false, defaults: directives.defaults })} | { read -r names || :; [ -z "$names" ] || echo " These settings change: $names."; }`
    : sh`:`;
  return sh`
    ${FINDING_FUNCTIONS}
    ${FILE_RECORD}
    ${directiveFunctions(body)}
    mp_find ${path}
    if [ -z "$mp_problem" ]; then
      mp_classify
      mp_next_copy
      case $mp_is in
        foreign | former | copied)
          (
            ${changes}
          ) | {
            IFS= read -r changes || :
            case $mp_is in
              foreign) mp_finding replaces ${path}" was not written by Milepost and will be replaced. A copy is kept as $mp_copy.$changes" ;;
              former) mp_finding replaces ${path}" was written by an earlier version of Milepost and will be replaced. A copy is kept as $mp_copy.$changes" ;;
              copied) mp_finding replaces ${path}" was not written by Milepost and will be replaced. A copy of it is kept already.$changes" ;;
            esac
          } ;;
        edited)
          (
            ${lostChanges(comparison)}
          ) | {
            IFS= read -r lost || :
            if [ -z "$lost" ]; then
              mp_finding replaces ${path}" was edited since Milepost wrote it. What was changed stays, and a copy is kept as $mp_copy."
            elif [ -n ${comparison.replaceEdited ? '1' : ''} ]; then
              mp_finding replaces ${path}" was edited since Milepost wrote it and will be replaced. A copy is kept as $mp_copy. What was changed: $lost." ${FIELD}
            fi
          } ;;
      esac
    fi
  `;
}

/** Sets "problem": why the file must not be replaced, and "field", the form's field that helps. Secrets pass through pipes only. */
export function checkReplacement(comparison: Comparison, then: Command): Command {
  const { path, print, body, replaceEdited } = comparison;
  return sh`
    ${FINDING_FUNCTIONS}
    ${FILE_RECORD}
    ${directiveFunctions(body)}
    mp_find ${path}
    mp_is=''
    [ -n "$mp_problem" ] || mp_classify
    (
      if [ -n "$mp_problem" ]; then
        printf ' \t%s\n' "$mp_problem"
      elif [ "$mp_is" = edited ] && [ -z ${replaceEdited ? '1' : ''} ]; then
        if
          (
            ${print}
          ) | cmp -s - "$mp_file"
        then exit 0; fi
        (
          ${lostChanges(comparison)}
        ) | {
          IFS= read -r lost || :
          [ -z "$lost" ] || printf '%s\t%s\n' ${FIELD} ${path}" was edited since Milepost wrote it: $lost. To replace it choose “Replace files that were edited by hand”; a copy is kept."
        }
      fi
    ) | {
      IFS="$mp_tab" read -r field problem || :
      ${then}
    }
  `;
}
