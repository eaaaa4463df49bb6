import { unmetPrecondition } from '@milepost/contract/messages/plans';
import { PACKAGES_UNKNOWN } from '@milepost/contract/messages/plan-changes';
import type { DurationRange } from '@milepost/db/operations/estimates/duration-estimates';
import type { Finding, FindingKind } from '@milepost/contract/finding';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import { stateRoles } from '@milepost/packages-core/dsl/plan/state-roles';
import type { PlanPreview } from '../../views/package-views';
import { areListsOld, packageChanges } from './package-changes';

export interface PreviewInput {
  plan: Plan | null;
  hash: string;
  /** What the server said so far; null when it was not asked, or did not answer. */
  checked: PreviewedMilestone[] | null;
  /** All of it was checked. As `checked` when left out. */
  whole?: boolean;
  /** The hash of what was observed on the server; null or left out before all of it was. */
  observations?: string | null;
  progress?: PlanPreview['progress'];
  /** What earlier runs took, by milestone id. */
  milestoneDurations: ReadonlyMap<string, DurationRange>;
  /** Of all of it. */
  typicalDuration: PlanPreview['typicalDuration'];
  problem: string | null;
  /** What the problem is about. None, when left out. */
  dependents?: PlanPreview['dependents'];
  possible: boolean;
}

type StatePreview = PlanPreview['milestones'][number]['states'][number];

/** The plan with what the server said of it, as people see it. Pure. */
export function toPlanPreview({
  plan,
  hash,
  checked,
  whole = checked !== null,
  progress = null,
  observations = null,
  milestoneDurations,
  typicalDuration,
  problem,
  dependents = [],
  possible,
}: PreviewInput): PlanPreview {
  const roleOf = stateRoles(plan);
  const listsAreOld = areListsOld(checked?.flatMap(({ states }) => states) ?? []);
  const milestones = (plan?.milestones ?? []).map(({ id, label, states }) => {
    const found = checked?.find((milestone) => milestone.id === id)?.states ?? [];
    return {
      id,
      label,
      states: states.map((state) =>
        statePreview(
          { ...state, role: roleOf(state), listsAreOld },
          found.find((one) => one.id === state.id),
        ),
      ),
      typicalDuration: middleOf(milestoneDurations.get(id)),
    };
  });
  const states = milestones.flatMap((milestone) => milestone.states);
  const findings = states.flatMap((state) => state.findings);
  const count = (kind: FindingKind): number => findings.filter((finding) => finding.kind === kind).length;
  return {
    hash,
    milestones,
    typicalDuration,
    tally: {
      alreadyTrue: states.filter(({ is }) => is === 'already_true').length,
      toDo: states.filter(({ is, role }) => is !== 'already_true' && role === 'change').length,
      destructive: states.filter(isDestructive).length,
      replaced: count('replaces'),
      blocked: count('blocked'),
    },
    observations,
    outOfSight: plan?.outOfSight ?? [],
    ...packageChanges(plan, milestones, whole),
    checkedAt: whole ? new Date().toISOString() : null,
    progress,
    problem,
    dependents,
    possible: possible && count('blocked') === 0,
  };
}

const isDestructive = ({ is, destructive, findings }: StatePreview): boolean =>
  is !== 'already_true' && (destructive !== null || findings.some(({ kind }) => kind === 'destroys'));

const middleOf = (range: DurationRange | undefined): number | null =>
  range ? Math.round((range.from + range.to) / 2) : null;

/** What the server said about a state. A precondition that does not hold blocks the plan, even without a finding. */
function findingsOf(
  { label, role }: Pick<StatePreview, 'label' | 'role'>,
  found: PreviewedMilestone['states'][number] | undefined,
): Finding[] {
  const findings = found?.findings ?? [];
  if (role !== 'precondition' || found?.is !== 'to_do') return findings;
  if (findings.some(({ kind }) => kind === 'blocked')) return findings;
  return [{ kind: 'blocked', sentence: unmetPrecondition(label), field: null }, ...findings];
}

function statePreview(
  state: PlannedState & Pick<StatePreview, 'role'> & { listsAreOld: boolean },
  found: PreviewedMilestone['states'][number] | undefined,
): StatePreview {
  const { id, label, action, role, apply, destructive, noCheckReason } = state;
  const checked = found?.is ?? 'not_checked';
  // What has no check is always applied.
  const always = checked === 'unknown' && noCheckReason !== undefined;
  const is = always ? 'to_do' : checked;
  return {
    id,
    label: is === 'already_true' ? label : (action ?? label),
    role,
    is,
    shown: is === 'already_true' ? '' : apply.display,
    destructive: destructive ?? null,
    losses: found?.losses ?? [],
    findings: findingsOf({ label, role }, found),
    packages: (found?.observations ?? []).filter((one) => one.kind === 'package'),
    diff: found?.diff ?? null,
    detail: always ? null : (found?.detail ?? noCheckReason ?? unknownPackages(state, found)),
  };
}

/** Where apt has no lists, it cannot tell what comes with a package. */
function unknownPackages(
  { observe, diff, listsAreOld }: Pick<PlannedState, 'observe' | 'diff'> & { listsAreOld: boolean },
  found: PreviewedMilestone['states'][number] | undefined,
): string | null {
  const silent = observe && !diff && found?.is === 'to_do' && !found.observations;
  return silent && listsAreOld ? PACKAGES_UNKNOWN : null;
}
