import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';
import { ASSERTION_FAILED, assertion } from './assertion';

export interface Precondition {
  id: string;
  label: string;
  /** Prints in lines `SENTENCE TAB FIELD` why it does not hold; a line may leave the field out. */
  reasons: Command;
  /** Of the lines without one: the form field that helps. */
  field?: string;
  /** The command for people. */
  display: string;
}

/** An assertion that blocks the plan: what it says in the preview, it says again under the lock, before anything is changed. */
export function precondition({ id, label, reasons, field = '', display }: Precondition): State {
  const read = sh`reasons=$(${reasons}) || exit 2`;
  return {
    ...assertion({
      id,
      label,
      check: sh`
        ${read}
        [ -z "$reasons" ]
      `.displayAs(display),
      onFailure: sh`:`,
    }),
    // Not the loop of an assertion: waiting would change nothing.
    apply: sh`
      ${read}
      [ -n "$reasons" ] || exit 0
      printf '%s\n' "$reasons" | cut -f 1 | sort -u >&2
      exit ${ASSERTION_FAILED}
    `.displayAs(display),
    preview: sh`
      ${read}
      printf '%s\n' "$reasons" | mp_blocked_by ${field}
    `,
  };
}
