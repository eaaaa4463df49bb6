import type { PlannedMilestone, TransientFailure } from '@milepost/packages-core/contract/plan';

/** The failure that heals by itself which the end of the output tells of, if it does. */
export function findTransient(milestone: PlannedMilestone, tail: string): TransientFailure | undefined {
  return milestone.transient.find(({ pattern }) => new RegExp(pattern, 'm').test(tail));
}
