import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { Assertion } from '../dsl/state';

export interface AssertionOptions {
  id: string;
  /** What is asserted: "nginx answers on port 80 with the default page". */
  label: string;
  check: Command;
  /** How long to wait for it to become true. 0 when left out: waiting would not change it. */
  timeoutSeconds?: number;
  /** Prints one sentence: why it does not hold and what to do. */
  onFailure: Command;
  /**
   * No earlier state of the plan can make it true, so a preview in which it does not hold blocks the operation. Each line of `onFailure`
   * is one reason. `field`: the form field that helps.
   */
  blocks?: true | { field: string };
}

/** Exit code of an assertion that does not hold. What `onFailure` printed comes first in its output. */
export const ASSERTION_FAILED = 5;

/** A state that changes nothing: it waits until `check` holds, and fails the milestone after `timeoutSeconds`. */
export function assertion({
  id,
  label,
  check,
  timeoutSeconds = 0,
  onFailure,
  blocks,
}: AssertionOptions): Assertion {
  return {
    id,
    label,
    check,
    apply: sh`
      seconds=0
      until ( ${check} ); do
        if [ "$seconds" -ge ${timeoutSeconds} ]; then ${onFailure}; exit ${ASSERTION_FAILED}; fi
        seconds=$((seconds + 1))
        sleep 1
      done
    `.displayAs(check.display),
    idempotent: true,
    assertion: true,
    ...(blocks && { preview: blockedBy(onFailure, blocks === true ? '' : blocks.field) }),
  };
}

function blockedBy(onFailure: Command, field: string): Command {
  return sh`
    { ${onFailure}; } 2>&1 | while IFS= read -r line; do mp_finding blocked "$line" ${field}; done
  `.displayAs(onFailure.display);
}
