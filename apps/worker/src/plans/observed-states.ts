import { createHash } from 'node:crypto';
import type { StateObservations } from '@milepost/contract/observed-states';
import type { PlannedMilestone } from '@milepost/contract/plan';
import { canonicalJson } from '@milepost/packages-core/dsl/canonical-json';
import type { CheckedStates } from '../inspections/check-states';

/** What was observed of the states of a plan that do not hold, in its order. Pure. */
export function observedStates(
  milestones: readonly PlannedMilestone[],
  found: CheckedStates,
): StateObservations[] {
  return milestones.flatMap((milestone) =>
    milestone.states.flatMap((state) => {
      const observations = found.get(state)?.observations ?? [];
      return observations.length > 0 ? [{ milestone: milestone.id, state: state.id, observations }] : [];
    }),
  );
}

/**
 * SHA-256, in hex, of what was observed: versions of packages and the files that are there. Sizes of downloads are left out, because a
 * cache may hold some of them. Pure.
 */
export function observationsHash(observed: readonly StateObservations[]): string {
  const compared = observed.map(({ milestone, state, observations }) => ({
    ...{ milestone, state },
    observations: observations.map((each) =>
      each.kind === 'package' ? { ...each, downloadBytes: null } : each,
    ),
  }));
  return createHash('sha256').update(canonicalJson(compared)).digest('hex');
}
