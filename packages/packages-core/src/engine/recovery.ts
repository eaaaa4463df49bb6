import type { CommandAnswer, CommandState } from './host';
import { refusalSentence } from './refusal';

/** What may follow a command whose outcome is unknown. Nothing starts by itself but what a repetition cannot harm. */
export type Recovery =
  /** In a new epoch. `stopFirst`: some of its processes still live. `guard`: the apply of this state (from 1) must not run again; its check alone decides. */
  | { do: 'repeat'; stopFirst: boolean; guard: number | null }
  /** `reason` is one sentence for people. */
  | { do: 'ask'; reason: string };

type Unknown = Extract<CommandAnswer, { kind: 'lost' | 'absent' | 'refused' }>;

/** Lost in check, capture or verify: again. Lost in apply: again if that is harmless, or if its check can tell; else a person is asked. */
export function recover(answer: Unknown, states: readonly CommandState[]): Recovery {
  switch (answer.kind) {
    case 'lost':
      return recoverLost(answer, states);
    case 'absent':
      return {
        do: 'ask',
        reason:
          'The server does not know of this step, although it was started there: its records were lost.',
      };
    case 'refused':
      return { do: 'ask', reason: refusalSentence(answer.reason, answer.detail) };
  }
}

function recoverLost(
  answer: Extract<CommandAnswer, { kind: 'lost' }>,
  states: readonly CommandState[],
): Recovery {
  const stopFirst = answer.alive.length > 0;
  const state = states[answer.state - 1];
  if (answer.phase !== 'apply' || state?.repeatable) return { do: 'repeat', stopFirst, guard: null };
  if (state?.check) return { do: 'repeat', stopFirst, guard: answer.state };
  return {
    do: 'ask',
    reason: 'A command was cut off on the server, and nothing can tell whether it had taken effect.',
  };
}
