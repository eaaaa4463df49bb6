import type { RequestedDecision } from '@milepost/contract/requested-decision';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { decisionConsequence } from '@milepost/contract/messages/decisions';
import type { Plan } from '@milepost/contract/plan';
import type { DecisionChoice } from '../../../views/views';

/** The choices of a decision point with what follows from each, in the words of this operation. Pure. */
export function decisionChoices(
  view: OperationView,
  actions: RequestedDecision['action'][],
  plan: Plan | null,
): DecisionChoice[] {
  const data = dataOf(view, plan);
  const failed = view.milestones.find(({ status }) => status === 'failed');
  const context = {
    server: view.server.name,
    failed: failed?.label ?? null,
    rollingBack: view.direction === -1,
    data,
  };
  return actions.map((action) => ({
    action,
    consequence: decisionConsequence(action, context),
    milestones: action === 'retry_from' ? earlier(view, failed?.n ?? 0) : [],
    needsReason: action === 'skip',
    data: action === 'roll_back' ? data : [],
  }));
}

/** Where what was begun gathers data. */
function dataOf({ milestones }: OperationView, plan: Plan | null): string[] {
  if (plan === null) return [];
  const begun = plan.milestones.filter((_, index) => (milestones[index]?.attempts ?? 0) > 0);
  return begun.flatMap(({ states }) => states.flatMap((state) => state.data ?? []));
}

function earlier({ milestones }: OperationView, before: number): DecisionChoice['milestones'] {
  return milestones.filter(({ n }) => n < before).map(({ n, label }) => ({ n, label }));
}
