import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { FINDING_FUNCTIONS } from '../findings';
import { ASSERTION_FAILED, assertion } from '../assertion';

export interface Precondition {
  id: string;
  label: string;
  /** Defines `mp_reasons`, which prints in lines `SENTENCE TAB FIELD` why it does not hold; a line may leave the field out. */
  functions: Command;
  /** Of the lines without one: the form field that helps. */
  field?: string;
  /** The command for people. */
  display: string;
}

/** An assertion that blocks the plan: what it says in the preview, it says again under the lock, before anything is changed. */
export function precondition({ id, label, functions, field = '', display }: Precondition): State {
  const reasons = sh`
    ${functions}
    reasons=$(mp_reasons) || exit 2
  `;
  return {
    ...assertion({
      id,
      label,
      check: sh`
        ${reasons}
        [ -z "$reasons" ]
      `.displayAs(display),
      onFailure: sh`:`,
    }),
    // Not the loop of an assertion: waiting would change nothing, and the functions are long.
    apply: sh`
      ${reasons}
      [ -n "$reasons" ] || exit 0
      printf '%s\n' "$reasons" | cut -f 1 | sort -u >&2
      exit ${ASSERTION_FAILED}
    `.displayAs(display),
    preview: sh`
      ${FINDING_FUNCTIONS}
      ${reasons}
      tab=$(printf '\t')
      printf '%s\n' "$reasons" | sort -u -t "$tab" -k 1,1 | while IFS=$tab read -r sentence own_field; do
        [ -n "$own_field" ] || own_field=${field}
        [ -z "$sentence" ] || mp_finding blocked "$sentence" "$own_field"
      done
    `,
  };
}
