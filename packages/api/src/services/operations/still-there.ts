import type { OperationView } from '@milepost/db/operations/operation-view';
import { stillThere } from '@milepost/packages-core/contract/still-there';
import type { Plan } from '@milepost/packages-core/contract/plan';

/** Whether it is an uninstall that stands still, or ended, before it was complete. Pure. */
export function leavesSomething({ kind, status }: OperationView): boolean {
  return kind === 'uninstall' && (status === 'deciding' || status === 'failed' || status === 'cancelled');
}

/** What an uninstall that did not complete has not taken away. Pure. */
export function stillThereOf(view: OperationView, plan: Plan | undefined): string[] {
  return plan && leavesSomething(view) ? stillThere(plan, view.milestones, view.direction) : [];
}
