import type { Choice } from '@milepost/db/operations/choices';
import type { OperationView } from '@milepost/db/operations/operation-view';
import type { DecisionChoice } from '../../views';

/** The choices of a decision point with what follows from each, in the words of this operation. Pure. */
export function decisionChoices(view: OperationView, actions: Choice['action'][]): DecisionChoice[] {
  const failed = view.milestones.find(({ status }) => status === 'failed');
  return actions.map((action) => ({
    action,
    consequence: consequenceOf(action, view, failed?.label ?? 'what failed'),
    milestones: action === 'retry_from' ? earlier(view, failed?.n ?? 0) : [],
    needsReason: action === 'skip',
  }));
}

function earlier({ milestones }: OperationView, before: number): DecisionChoice['milestones'] {
  return milestones.filter(({ n }) => n < before).map(({ n, label }) => ({ n, label }));
}

function consequenceOf(action: Choice['action'], view: OperationView, label: string): string {
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
    case 'roll_back':
      return `Undoes what this operation changed on ${view.server.name}, the last milestone first. What was there before stays; packages that it brought are purged, with the data written since.`;
    case 'give_up':
      return `Ends as failed. What was changed on ${view.server.name} stays as it is now.`;
  }
}
