import { createHash } from 'node:crypto';
import type { Observation } from '@milepost/contract/observation';
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
    milestone.states.flatMap((state): StateObservations[] => {
      const { observations = [], unobserved = false } = found.get(state) ?? {};
      const at = { milestone: milestone.id, state: state.id };
      if (unobserved) return [{ ...at, observations: null }];
      return observations.length > 0 ? [{ ...at, observations }] : [];
    }),
  );
}

/**
 * SHA-256, in hex, of what was observed: versions of packages and the files that are there. Sizes of downloads are left out, because a
 * cache may hold some of them. Pure.
 */
export function observationsHash(observed: readonly StateObservations[]): string {
  const compared = observed.map((state) => ({
    ...state,
    observations: state.observations?.map(withoutSize) ?? null,
  }));
  return createHash('sha256').update(canonicalJson(compared)).digest('hex');
}

const withoutSize = (each: Observation): Observation =>
  each.kind === 'package' ? { ...each, downloadBytes: null } : each;

/** Whether two observations of the same plan are equal. A state that could not be observed one of the times is left out. Pure. */
export function areSame(shown: readonly StateObservations[], now: readonly StateObservations[]): boolean {
  const known = isKnown(shown, now);
  return observationsHash(shown.filter(known)) === observationsHash(now.filter(known));
}

/** Selects the states that no list has as unknown. */
function isKnown(...lists: (readonly StateObservations[])[]): (state: StateObservations) => boolean {
  const unknown = new Set(lists.flat().flatMap((each) => (each.observations === null ? [nameOf(each)] : [])));
  return (state) => !unknown.has(nameOf(state));
}

const nameOf = ({ milestone, state }: StateObservations): string => `${milestone}.${state}`;
