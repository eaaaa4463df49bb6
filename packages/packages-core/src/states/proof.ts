import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';

export interface Proof {
  id: string;
  /** What is proven: "nginx answers on port 80 with the default page". */
  label: string;
  check: Command;
  /** Seconds that it may take to become true; none for what does not change by waiting. */
  within?: number;
  /** Prints why it is not true and what to do, in a sentence. */
  otherwise: Command;
}

/** What nothing here brings about, but has to be so: it is waited for, and the milestone fails where it does not come. */
export function proof({ id, label, check, within = 0, otherwise }: Proof): State {
  return {
    id,
    label,
    check,
    apply: sh`
      seconds=0
      until ( ${check} ); do
        if [ "$seconds" -ge ${within} ]; then ${otherwise}; exit 5; fi
        seconds=$((seconds + 1))
        sleep 1
      done
    `.showAs(check.shown),
    repeatable: true,
    proof: true,
  };
}
