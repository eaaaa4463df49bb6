import type { RequestedDecision } from '@milepost/db/operations/control/available-actions';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import type { Plan } from '@milepost/contract/plan';
import type { DecisionChoice } from '../../../views/views';

/** The choices of a decision point with what follows from each, in the words of this operation. Pure. */
export function decisionChoices(
  view: OperationView,
  actions: RequestedDecision['action'][],
  plan: Plan,
): DecisionChoice[] {
  const data = dataOf(view, plan);
  const failed = view.milestones.find(({ status }) => status === 'failed');
  return actions.map((action) => ({
    action,
    consequence:
      action === 'roll_back'
        ? rollBack(view, data)
        : consequenceOf(action, view, failed?.label ?? 'what failed'),
    milestones: action === 'retry_from' ? earlier(view, failed?.n ?? 0) : [],
    needsReason: action === 'skip',
    data: action === 'roll_back' ? data : [],
  }));
}

/** Where what was begun gathers data. */
function dataOf({ milestones }: OperationView, plan: Plan): string[] {
  const begun = plan.milestones.filter((_, index) => (milestones[index]?.attempts ?? 0) > 0);
  return begun.flatMap(({ states }) => states.flatMap((state) => state.data ?? []));
}

function rollBack({ server }: OperationView, data: string[]): string {
  const undone = `Restores the previous state of ${server.name}; packages installed by this operation are purged`;
  return data.length === 0
    ? `${undone} together with their data.`
    : `${undone}. Data stored in ${data.join(', ')} is kept, unless you choose to remove it too.`;
}

function earlier({ milestones }: OperationView, before: number): DecisionChoice['milestones'] {
  return milestones.filter(({ n }) => n < before).map(({ n, label }) => ({ n, label }));
}

function consequenceOf(
  action: Exclude<RequestedDecision['action'], 'roll_back'>,
  view: OperationView,
  label: string,
): string {
  const back = view.direction === -1;
  switch (action) {
    case 'retry':
      return back
        ? `The roll back continues from “${label}”.`
        : `“${label}” runs again; steps already in place are skipped.`;
    case 'retry_from':
      return 'Runs again from the step you choose; steps already in place are skipped.';
    case 'skip':
      return back
        ? `What “${label}” changed stays on the server; the roll back continues.`
        : `Continues as if “${label}” were done. Later steps may depend on it.`;
    case 'mark_failed':
      return `Ends the operation as failed. What was changed on ${view.server.name} stays as it is now.`;
  }
}
