import { failureMessage } from '@milepost/contract/messages/failures';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import type { DurationRange } from '@milepost/db/operations/estimates/duration-estimates';
import type { Plan } from '@milepost/contract/plan';
import type { MilestoneView } from '../../../views/views';
import { wasInterrupted } from './aftermath';

interface MilestoneContext {
  /** Null before a worker has compiled it. */
  plan: Plan | null;
  durations: ReadonlyMap<string, DurationRange>;
  /** By milestone number. */
  skipReasons: ReadonlyMap<number, string>;
}

/** The milestones with the states of their plan, and what each usually takes. */
export function milestoneViews(
  view: OperationView,
  { plan, durations, skipReasons }: MilestoneContext,
): MilestoneView[] {
  return view.milestones.map(({ milestoneId, lastOutputAt, startedAt, endedAt, ...milestone }) => ({
    ...milestone,
    failure: milestone.failure && failureMessage(milestone.failure),
    interrupted: wasInterrupted(view, milestone),
    skipReason: (milestone.status === 'skipped' && skipReasons.get(milestone.n)) || null,
    id: milestoneId,
    states: (plan?.milestones[milestone.n - 1]?.states ?? []).map(({ id, label, action }) => ({
      id,
      label,
      action: action ?? label,
    })),
    typicalDuration: rangeOf(durations.get(milestoneId)),
    lastOutputAt: lastOutputAt?.toISOString() ?? null,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

const rangeOf = (range: DurationRange | undefined): MilestoneView['typicalDuration'] =>
  range ? { from: range.from, to: range.to } : null;
