import type { CommandResult, CommandState } from '../host';
import type { Failure } from '@milepost/contract/failure';

/** What may follow a command whose outcome is unknown. Nothing starts by itself but what a repetition cannot harm. */
export type Recovery =
  /** In a new attempt key. `stopFirst`: some of its processes still live. `guard`: the apply of this state (from 1) must not run again; its check alone decides. */
  | { action: 'repeat'; stopFirst: boolean; guard: number | null }
  | { action: 'require_decision'; failure: Failure };

type Unknown = Extract<CommandResult, { kind: 'lost' | 'absent' | 'refused' }>;

/** Lost in check, capture or verify: again. Lost in apply: again if that is harmless, or if its check can tell; else a person is asked. */
export function recover(result: Unknown, states: readonly CommandState[]): Recovery {
  switch (result.kind) {
    case 'lost':
      return recoverLost(result, states);
    case 'absent':
      return { action: 'require_decision', failure: { code: 'records_lost' } };
    case 'refused':
      return { action: 'require_decision', failure: rejection(result) };
  }
}

const rejection = ({ reason, detail }: Extract<CommandResult, { kind: 'refused' }>): Failure => ({
  code: 'rejected',
  reason,
  detail,
});

function recoverLost(
  result: Extract<CommandResult, { kind: 'lost' }>,
  states: readonly CommandState[],
): Recovery {
  const stopFirst = result.survivors.length > 0;
  const state = states[result.state - 1];
  if (result.phase !== 'apply' || state?.idempotent) return { action: 'repeat', stopFirst, guard: null };
  if (state?.check) return { action: 'repeat', stopFirst, guard: result.state };
  return { action: 'require_decision', failure: { code: 'effect_unknown' } };
}
