import type { PlanPreview } from '@milepost/api/package-views';

export interface PlanTally {
  alreadyTrue: number;
  /** To be done, nothing lost by it. */
  willBeDone: number;
  destructive: number;
  /** The server was not asked, or could not say. */
  unknown: number;
}

type State = PlanPreview['milestones'][number]['states'][number];

/** Every state of a plan in exactly one of four heaps. */
export function tallyOf({ milestones }: Pick<PlanPreview, 'milestones'>): PlanTally {
  const tally: PlanTally = { alreadyTrue: 0, willBeDone: 0, destructive: 0, unknown: 0 };
  for (const state of milestones.flatMap(({ states }) => states)) tally[heapOf(state)] += 1;
  return tally;
}

export function heapOf({ is, destructive }: Pick<State, 'is' | 'destructive'>): keyof PlanTally {
  if (is === 'already_true') return 'alreadyTrue';
  if (destructive !== null) return 'destructive';
  return is === 'to_do' ? 'willBeDone' : 'unknown';
}

/** What pressing the button will mean, in a sentence. */
export function planSentence(tally: PlanTally): string {
  const { alreadyTrue, willBeDone, destructive, unknown } = tally;
  if (willBeDone + destructive + unknown === 0)
    return alreadyTrue === 0 ? 'The plan is empty.' : 'Everything is already true: nothing will be changed.';
  if (destructive > 0)
    return destructive === 1
      ? 'One thing is destroyed by it; see the red sign.'
      : `${destructive} things are destroyed by it; see the red signs.`;
  if (unknown > 0 && willBeDone === 0) return 'What is true already is found out step by step.';
  return 'Nothing is destroyed by it.';
}
