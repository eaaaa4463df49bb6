import type { Choice } from '@milepost/db/operations/choices';
import type { OperationView } from '@milepost/db/operations/operation-view';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { DecisionChoice } from '../../views';

/** The choices of a decision point with what follows from each, in the words of this operation. Pure. */
export function decisionChoices(
  view: OperationView,
  actions: Choice['action'][],
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
  const undone = `Undoes what this operation changed on ${server.name}, the last milestone first. What was there before stays; packages that it brought are purged`;
  return data.length === 0
    ? `${undone}, with what they wrote since.`
    : `${undone}. What was stored in ${data.join(', ')} is kept, unless you choose to remove it too.`;
}

function earlier({ milestones }: OperationView, before: number): DecisionChoice['milestones'] {
  return milestones.filter(({ n }) => n < before).map(({ n, label }) => ({ n, label }));
}

function consequenceOf(
  action: Exclude<Choice['action'], 'roll_back'>,
  view: OperationView,
  label: string,
): string {
  const back = view.direction === -1;
  switch (action) {
    case 'retry':
      return back
        ? `The way back goes on from “${label}”.`
        : `“${label}” begins again; what is already true on the server is not done twice.`;
    case 'retry_from':
      return 'Begins again at the milestone you choose; what is already true on the server is not done twice.';
    case 'skip':
      return back
        ? `What “${label}” changed stays on the server; the way back goes on.`
        : `Goes on as if “${label}” were done. What comes after may depend on it.`;
    case 'give_up':
      return `Ends as failed. What was changed on ${view.server.name} stays as it is now.`;
  }
}
