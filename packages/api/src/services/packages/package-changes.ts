import { packagesSummary, updateHeadline } from '@milepost/contract/messages/plan-changes';
import type { PackageObservation } from '@milepost/contract/observation';
import type { Plan } from '@milepost/contract/plan';
import type { PlanPreview } from '../../views/package-views';

type Milestones = PlanPreview['milestones'];

const LISTS = 'package_lists_fresh';

/** Whether a check has found that the package lists have to be refreshed first. Pure. */
export const areListsOld = (states: readonly { id: string; is: string }[]): boolean =>
  states.some(({ id, is }) => id === LISTS && is !== 'already_true' && is !== 'not_checked');

/** What a plan changes of packages, in words. `whole`: all of it was checked. Pure. */
export function packageChanges(
  plan: Plan | null,
  milestones: Milestones,
  whole: boolean,
): Pick<PlanPreview, 'packagesSummary' | 'headline'> {
  const packages = distinct(milestones.flatMap(({ states }) => states.flatMap((state) => state.packages)));
  return {
    packagesSummary: packages.length > 0 ? packagesSummary(packages) : null,
    headline: whole && plan?.kind === 'update' ? headlineOf(plan, milestones, packages) : null,
  };
}

/** Null where the plan does not say what it would change: one of an earlier version, or apt could not tell. */
function headlineOf(plan: Plan, milestones: Milestones, packages: PackageObservation[]): string | null {
  const states = milestones.flatMap((milestone) => milestone.states);
  const observing = plan.milestones.flatMap((milestone) =>
    milestone.states.filter(({ observe }) => observe).map(({ id }) => id),
  );
  const open = states.filter(({ id, is }) => observing.includes(id) && is !== 'already_true');
  if (observing.length === 0 || (open.length > 0 && packages.length === 0)) return null;
  return updateHeadline({ packages, listsAreOld: areListsOld(states) });
}

/** Two states may install the same package: the first one does. */
function distinct(packages: readonly PackageObservation[]): PackageObservation[] {
  return [...new Map(packages.toReversed().map((one) => [one.name, one])).values()].reverse();
}
