import type { PlannedMilestone, TransientFailure } from '@milepost/contract/plan';

/** How much of the end of an output is looked at, in characters. */
const TAIL = 8 * 1024;

/** The transient failure that the end of an output shows, if any. A full disk is never transient. */
export function transientOf(
  milestone: PlannedMilestone,
  { printed, topic }: { printed: string; topic: string | null },
): TransientFailure | undefined {
  if (topic === 'disk') return undefined;
  const tail = printed.slice(-TAIL);
  return milestone.transient.find(({ pattern }) => new RegExp(pattern, 'm').test(tail));
}
